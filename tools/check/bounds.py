"""Bounds in whole numbers: nothing is rounded but ends of intervals, outward, and slopes that may be any."""
import math
from fractions import Fraction

from ops import Unshown, linear, maxima, pieces, whole
from rounding import ENDS, MOST, lost, sums_of

SLOPES = 64  # bits after the point of slopes; ENDS are those of ends of intervals


def floor(x, bits):
    return (x.numerator << bits) // x.denominator


def ceil(x, bits):
    return -((-x.numerator << bits) // x.denominator)


class Network:
    """Nodes with what each is: `linear` rows, `pieces` of an activation, or `maxima` of windows."""

    def __init__(self, nodes, any_order=False, rows=None):
        """`rows`: of nodes without an op, by their place."""
        self.nodes, self.any_order = nodes, any_order
        self.shapes = [node['shape'] for node in nodes]
        self.sizes = [math.prod(shape) for shape in self.shapes]
        self.linear, self.pieces, self.maxima = [], [], []
        for i, node in enumerate(nodes):
            shapes = [self.shapes[j] for j in node['inputs']]
            self.linear.append((rows or {}).get(i) or (linear(node, shapes) if shapes else None))
            self.pieces.append(pieces(node) if shapes and not self.linear[i] else None)
            self.maxima.append(maxima(node, shapes[0]) if shapes and not self.linear[i] and not self.pieces[i] else None)
        known = zip(nodes[1:], self.linear[1:], self.pieces[1:], self.maxima[1:])
        self.unknown = next((node['op'] for node, *ways in known if not any(ways)), None)
        self.sums = sums_of(self) if any_order else None
        self.before = sorted({n['inputs'][0] for n, two in zip(nodes, self.pieces) if two})

    def row(self, i, unit):
        """The entries of a linear op's row, by column: columns, and weights."""
        pairs = sorted(zip(*self.linear[i].rows[unit]))
        return [column for column, _ in pairs], [weight for _, weight in pairs]

    def planed(self, i):
        """Whether planes may be above node `i`: it is convex with its kink at 0, after a linear op of one input."""
        if not self.pieces[i] or self.pieces[i][0] != [0]:
            return False
        (left, _), (right, _) = self.pieces[i][1]
        before = self.nodes[i]['inputs'][0]
        return left <= right and bool(self.linear[before]) and len(self.nodes[before]['inputs']) == 1

    def split_at(self, column, inputs):
        """The input that a column is of, and its unit."""
        for k, i in enumerate(inputs):
            if column < self.sizes[i]:
                return k, column
            column -= self.sizes[i]


def value(f, x):
    kinks, parts = f
    slope, shift = parts[sum(x > kink for kink in kinks)]
    return slope * x + shift


def corners(f, lower, upper):
    return [lower, upper, *(kink for kink in f[0] if lower < kink < upper)]


class Enclosures:
    """Intervals of all nodes over the points of a box that meet splits: `state` is bounded, empty or unsound."""

    def __init__(self, network, box, splits=(), tighter=None):
        self.network, self.splits, self.boxes, self.lines, self.state = network, list(splits), [], {}, 'bounded'
        self.lost = []
        for i in range(len(network.nodes)):
            lower, upper = box if i == 0 else self.image(i)
            if network.any_order:
                self.lost.append(lost(network, i, self.boxes, self.lost))
                error = self.lost[i] and self.lost[i].error
                if error:
                    lower, upper = ([a + s * e for a, e in zip(end, error)] for end, s in ((lower, -1), (upper, 1)))
                if not self.lost[i] or any(abs(a) >= MOST for a in [*lower, *upper]):
                    self.state = 'unsound'
                    return
            if tighter and i in tighter:
                lower = [max(a, b) for a, b in zip(lower, tighter[i][0])]
                upper = [min(a, b) for a, b in zip(upper, tighter[i][1])]
            self.boxes.append((list(lower), list(upper)))
            if self.cut(split for split in self.splits if split[0] == i):
                return
            if any(a > b for a, b in zip(*self.boxes[i])):
                self.state = 'unsound'
                return

    def cut(self, splits):
        for node, unit, active, at in splits:
            lower, upper = self.boxes[node]
            if active:
                lower[unit] = max(lower[unit], at)
            else:
                upper[unit] = min(upper[unit], at)
            if lower[unit] > upper[unit]:
                self.state = 'empty'
                return True

    def cut_by(self, splits):
        """The same with some ends cut, nothing of it followed to other nodes."""
        other = object.__new__(Enclosures)
        other.network, other.splits, other.lines, other.state = self.network, list(splits), {}, self.state
        other.boxes, other.lost = [(list(lower), list(upper)) for lower, upper in self.boxes], self.lost
        if other.state == 'bounded':
            other.cut(splits)
        return other

    def image(self, i):
        inputs = self.network.nodes[i]['inputs']
        lower, upper = ([end for j in inputs for end in self.boxes[j][k]] for k in (0, 1))
        op, ends = self.network.linear[i], []
        if op:
            for (columns, weights), bias in zip(op.rows, op.bias):
                least = most = bias << ENDS
                for j, w in zip(columns, weights):
                    low, high = (lower[j], upper[j]) if w > 0 else (upper[j], lower[j])
                    least += w * low
                    most += w * high
                ends.append((least >> op.bits, -(-most >> op.bits)))
        elif self.network.maxima[i]:
            return tuple([max(end[k] for k in seen) for seen in self.network.maxima[i][1]] for end in (lower, upper))
        else:
            f = self.network.pieces[i]
            for a, b in zip(lower, upper):
                at = [value(f, x) for x in corners(f, Fraction(a, 1 << ENDS), Fraction(b, 1 << ENDS))]
                ends.append((floor(Fraction(min(at)), ENDS), ceil(Fraction(max(at)), ENDS)))
        return [a for a, _ in ends], [b for _, b in ends]

    def line(self, i, unit, above, slope):
        """A line above (below) activation `i` at a unit: slope of SLOPES bits and shift of ENDS + SLOPES."""
        key = i, unit, above, slope
        if key not in self.lines:
            j, f = self.network.nodes[i]['inputs'][0], self.network.pieces[i]
            lower, upper = (Fraction(self.boxes[j][k][unit], 1 << ENDS) for k in (0, 1))
            at = corners(f, lower, upper)
            whole_piece = [s for n, (s, _) in enumerate(f[1]) if (n == 0 or lower >= f[0][n - 1])
                           and (n == len(f[0]) or upper <= f[0][n])]
            between = [(value(f, x) - value(f, y)) / (x - y) for x in at for y in at if x > y]
            sign = 1 if above else -1

            def of(given):
                a = Fraction(math.floor(given * (1 << SLOPES) + Fraction(1, 2)), 1 << SLOPES)
                return a, max(sign * (value(f, x) - a * x) for x in at)

            if whole_piece:
                best = of(Fraction(whole_piece[-1]))
            elif slope is not None:
                best = of(Fraction(slope))
            else:
                middle = (lower + upper) / 2
                tries = [of(Fraction(s)) for s in [*(s for s, _ in f[1]), *between]]
                best = min(tries, key=lambda line: sign * line[0] * middle + line[1])
            self.lines[key] = floor(best[0], SLOPES), sign * ceil(Fraction(best[1]), ENDS + SLOPES)
        return self.lines[key]

    def errors(self, i):
        """Of each unit of a node what float32 programs may lose; none in real numbers."""
        return self.lost[i].error if self.lost else None

    def plane(self, i, unit, slopes):
        """A plane above activation `i` at a unit, in what its linear op takes in: columns, slopes, and shift, as lines have them."""
        network = self.network
        before = network.nodes[i]['inputs'][0]
        op = network.linear[before]
        lower, upper = self.boxes[network.nodes[before]['inputs'][0]]
        columns, weights = network.row(before, unit)
        own = [floor(Fraction(g), SLOPES) for g in slopes]
        most = []
        for side, _ in network.pieces[i][1]:
            total = side * Fraction(op.bias[unit], 1 << op.bits)
            for j, w, g in zip(columns, weights, own):
                rest = side * Fraction(w, 1 << op.bits) - Fraction(g, 1 << SLOPES)
                total += rest * Fraction(upper[j] if rest > 0 else lower[j], 1 << ENDS)
            error = self.errors(before)
            most.append(total + (Fraction(abs(side) * error[unit], 1 << ENDS) if error else 0))
        return columns, own, ceil(Fraction(max(most)), ENDS + SLOPES)


def maximum(box, seen, above):
    """A plane above (below) the greatest of some units, as lines have them: slopes by unit, and shift."""
    lower, upper = box
    best = max(seen, key=lambda k: lower[k])
    if not above or all(k == best or upper[k] <= lower[best] for k in seen):
        return {best: 1 << SLOPES}, 0
    first, second, *others = sorted(seen, key=lambda k: -upper[k])
    r, q = upper[first] - lower[first], upper[second] - lower[second]
    level = Fraction(upper[first] * q + upper[second] * r - r * q, r + q)
    least = max([lower[best], *(upper[k] for k in others)])
    t = min(max(level, least), upper[second])
    slopes, corners = {}, []
    for k in seen:
        width = upper[k] - lower[k]
        share = min(max(Fraction(upper[k] - t) / width, Fraction(0)), Fraction(1)) if width else Fraction(upper[k] > t)
        slopes[k] = floor(share, SLOPES)
        corners.append((upper[k] << SLOPES) - slopes[k] * width)
    return slopes, max(corners) - sum(slope * lower[k] for k, slope in slopes.items())


def backward(enclosures, row, start=None, slopes=None, planes=None, betas=(), linear_only=False):
    """The greatest value, from above, of `(c, bits, d)`: `c z / 2**bits + d` of a node; None where nothing is shown."""
    network = enclosures.network
    if enclosures.state != 'bounded':
        return -math.inf if enclosures.state == 'empty' else None
    start = len(network.nodes) - 1 if start is None else start
    (c, bits, total), found = row, {}

    def add(node, more, bits):
        if node not in found:
            found[node] = more, bits
            return
        own, old = found[node]
        new = max(old, bits)
        found[node] = [(a << new - old) + (b << new - bits) for a, b in zip(own, more)], new

    add(start, list(c), bits)
    for (node, unit, active, at), beta in zip(enclosures.splits, betas):
        if beta and node <= start:  # beta (z - at) >= 0 where active, beta (at - z) >= 0 where not
            signed = beta if active else -beta
            add(node, [signed if k == unit else 0 for k in range(network.sizes[node])], SLOPES)
            total -= Fraction(signed * at, 1 << SLOPES + ENDS)
    for i in range(start, -1, -1):
        if i not in found:
            continue
        c, bits = found.pop(i)
        inputs, op = network.nodes[i]['inputs'], network.linear[i]
        error = enclosures.errors(i)
        if error and (op or not linear_only):
            total += Fraction(sum(abs(x) * e for x, e in zip(c, error)), 1 << bits + ENDS)
        if op:
            into = [[0] * network.sizes[j] for j in inputs]
            for factor, (columns, weights), bias in zip(c, op.rows, op.bias):
                if factor and isinstance(columns, range) and len(into) == 1:
                    a, b = columns.start, columns.stop
                    into[0][a:b] = [x + factor * w for x, w in zip(into[0][a:b], weights)]
                elif factor:
                    for column, w in zip(columns, weights):
                        k, unit = network.split_at(column, inputs)
                        into[k][unit] += factor * w
            total += Fraction(sum(map(int.__mul__, c, op.bias)), 1 << bits + op.bits)
            for j, part in zip(inputs, into):
                add(j, part, bits + op.bits)
        elif network.maxima[i] and not linear_only:
            into, constant = [0] * network.sizes[inputs[0]], 0
            for seen, factor in zip(network.maxima[i][1], c):
                slopes_of, shift = maximum(enclosures.boxes[inputs[0]], seen, factor > 0) if factor else ({}, 0)
                for unit, slope in slopes_of.items():
                    into[unit] += factor * slope
                constant += factor * shift
            total += Fraction(constant, 1 << bits + ENDS + SLOPES)
            add(inputs[0], into, bits + SLOPES)
        elif i and not linear_only:
            into, constant = [0] * len(c), 0
            own = (planes or {}).get(i, {})
            beyond = network.nodes[inputs[0]]['inputs'][0] if own else None
            more = [0] * network.sizes[beyond] if own else []
            for unit, factor in enumerate(c):
                if factor > 0 and unit in own:
                    columns, given, shift = enclosures.plane(i, unit, own[unit])
                    for column, slope in zip(columns, given):
                        more[column] += factor * slope
                    constant += factor * shift
                elif factor:
                    above, below = (slopes or {}).get(i, ({}, {}))
                    given = (above if factor > 0 else below).get(unit)
                    slope, shift = enclosures.line(i, unit, factor > 0, given)
                    into[unit] = factor * slope
                    constant += factor * shift
            total += Fraction(constant, 1 << bits + ENDS + SLOPES)
            add(inputs[0], into, bits + SLOPES)
            if own:
                add(beyond, more, bits + SLOPES)
        else:
            lower, upper = enclosures.boxes[i]
            greatest = sum(x * (upper[k] if x > 0 else lower[k]) for k, x in enumerate(c))
            total += Fraction(greatest, 1 << bits + ENDS)
    return total


def tightened(network, box, old, node, units, tighter, bounds_of):
    """What follows from bounding units of a node backward, and the same intersected with what is known."""
    lower, upper = (list(end) for end in old.boxes[node])
    for unit in units:
        for sign in (1, -1):
            c = [sign if k == unit else 0 for k in range(network.sizes[node])]
            bound = bounds_of(old, (c, 0, Fraction(0)), unit, sign)
            if bound is not None and sign > 0:
                upper[unit] = min(upper[unit], ceil(bound, ENDS))
            elif bound is not None:
                lower[unit] = max(lower[unit], floor(-bound, ENDS))
    tighter[node] = lower, upper
    return Enclosures(network, box, tighter=tighter)


def enclosed(network, box, intermediate):
    """Enclosures by intervals, or by backward passes for units of open sign."""
    now, tighter = Enclosures(network, box), {}
    for node in network.before if intermediate == 'crown' else []:
        exact = network.linear[node] and all(j == 0 for j in network.nodes[node]['inputs'])
        if now.state == 'bounded' and not exact:
            units = [k for k, (a, b) in enumerate(zip(*now.boxes[node])) if a < 0 < b]
            now = tightened(network, box, now, node, units, tighter,
                            lambda old, row, unit, sign: backward(old, row, start=node))
    return now
