"""Bounds in whole numbers: nothing is rounded but ends of intervals, outward, and slopes that may be any."""
import math
from fractions import Fraction

from ops import linear, maxima, pieces
from rounding import ENDS, MOST, lost, sums_of

SLOPES = 64  # bits after the point of slopes; ENDS are those of ends of intervals


def floor(x, bits):
    return (x.numerator << bits) // x.denominator


def ceil(x, bits):
    return -((-x.numerator << bits) // x.denominator)


class Network:
    """Nodes with what each is: `linear` rows, `pieces` of an activation, or `maxima` of windows."""

    def __init__(self, nodes, any_order=False, rows={}):
        """`rows`: of nodes without an op, by their place."""
        self.nodes, self.any_order, self.unknown = nodes, any_order, None
        self.sizes = [math.prod(node['shape']) for node in nodes]
        self.linear, self.pieces, self.maxima = [None], [None], [None]
        for i, node in enumerate(nodes[1:], 1):
            shapes = [nodes[j]['shape'] for j in node['inputs']]
            op = rows.get(i) or linear(node, shapes)
            f = None if op else pieces(node)
            windows = None if op or f else maxima(node, shapes[0])
            for of, own in ((self.linear, op), (self.pieces, f), (self.maxima, windows)):
                of.append(own)
            self.unknown = self.unknown or (None if op or f or windows else node['op'])
        self.sums = sums_of(self) if any_order else None

    def row(self, i, unit):
        """The entries of a linear op's row, by column: columns, and weights."""
        return [list(of) for of in zip(*sorted(zip(*self.linear[i].rows[unit])))] or [[], []]

    def planed(self, i):
        """Whether planes may be above node `i`: it is convex with its kink at 0, after a linear op of one input."""
        before = self.nodes[i]['inputs'][0] if self.pieces[i] and self.pieces[i][0] == [0] else 0
        convex = before and self.pieces[i][1][0][0] <= self.pieces[i][1][1][0]
        return bool(convex and self.linear[before]) and len(self.nodes[before]['inputs']) == 1

    def unit_row(self, node, unit, factor=1):
        return [factor if k == unit else 0 for k in range(self.sizes[node])]


def value(f, x):
    slope, shift = f[1][sum(x > kink for kink in f[0])]
    return slope * x + shift


def corners(f, lower, upper):
    return [lower, upper, *(kink for kink in f[0] if lower < kink < upper)]


class Enclosures:
    """Intervals of all nodes over the points of a box that meet splits: `state` is bounded, empty or unsound."""

    def __init__(self, network, box, splits=(), tighter=None, root=None):
        """`tighter`: boxes by node, known from elsewhere. `root`: enclosures that splits cut where they are, and nowhere else."""
        self.network, self.splits, self.boxes, self.lines = network, list(splits), [], {}
        self.state, self.lost = root.state if root else 'bounded', root.lost if root else []
        for i in range(len(root.boxes if root else network.nodes)):
            lower, upper = map(list, root.boxes[i] if root else self.image(i) if i else box)
            if network.any_order and not root:
                self.lost.append(lost(network, i, self.boxes, self.lost))
                error = self.lost[i] and self.lost[i].error
                if error:
                    lower, upper = ([a + s * e for a, e in zip(end, error)] for end, s in ((lower, -1), (upper, 1)))
                if not self.lost[i] or any(abs(a) >= MOST for a in [*lower, *upper]):
                    self.state = 'unsound'
                    return
            if tighter and i in tighter:
                lower, upper = list(map(max, lower, tighter[i][0])), list(map(min, upper, tighter[i][1]))
            self.boxes.append((lower, upper))
            for node, unit, active, at in self.splits if self.state == 'bounded' else ():
                if node == i:
                    nearer, end = (max, lower) if active else (min, upper)
                    end[unit] = nearer(end[unit], at)
                    if lower[unit] > upper[unit]:
                        self.state = 'empty'
                        return
            if any(a > b for a, b in zip(lower, upper)):
                self.state = 'unsound'
                return

    def image(self, i):
        lower, upper = ([end for j in self.network.nodes[i]['inputs'] for end in self.boxes[j][k]] for k in (0, 1))
        op, f, ends = self.network.linear[i], self.network.pieces[i], []
        if op:
            for (columns, weights), bias in zip(op.rows, op.bias):
                least = most = bias << ENDS
                for j, w in zip(columns, weights):
                    low, high = (lower[j], upper[j]) if w > 0 else (upper[j], lower[j])
                    least += w * low
                    most += w * high
                ends.append((least >> op.bits, -(-most >> op.bits)))
        elif f:
            for a, b in zip(lower, upper):
                at = [value(f, x) for x in corners(f, Fraction(a, 1 << ENDS), Fraction(b, 1 << ENDS))]
                ends.append((floor(Fraction(min(at)), ENDS), ceil(Fraction(max(at)), ENDS)))
        else:
            ends = [tuple(max(end[k] for k in seen) for end in (lower, upper)) for seen in self.network.maxima[i][1]]
        return zip(*ends)

    def errors(self, i):
        """Of each unit of a node what float32 programs may lose; none in real numbers."""
        return self.lost[i].error if self.lost else None

    def over(self, i, unit, above, slopes, planes):
        """A line or plane above (below) a unit of a node that is not linear: the node that it is in, slopes by unit, and shift."""
        before = self.network.nodes[i]['inputs'][0]
        if self.network.maxima[i]:
            return before, *maximum(self.boxes[before], self.network.maxima[i][1][unit], above)
        if above and unit in planes.get(i, {}):
            return self.plane(i, unit, planes[i][unit])
        return self.line(i, unit, above, slopes.get(i, ({}, {}))[0 if above else 1].get(unit))

    def line(self, i, unit, above, slope):
        """A line above (below) activation `i` at a unit: a slope of SLOPES bits, and a shift of ENDS + SLOPES."""
        key = i, unit, above, slope
        if key not in self.lines:
            j, f = self.network.nodes[i]['inputs'][0], self.network.pieces[i]
            lower, upper = (Fraction(self.boxes[j][k][unit], 1 << ENDS) for k in (0, 1))
            at, sign = corners(f, lower, upper), 1 if above else -1

            def of(given):
                a = Fraction(math.floor(given * (1 << SLOPES) + Fraction(1, 2)), 1 << SLOPES)
                return a, max(sign * (value(f, x) - a * x) for x in at)

            within = [s for n, (s, _) in enumerate(f[1]) if (n == 0 or lower >= f[0][n - 1])
                      and (n == len(f[0]) or upper <= f[0][n])]
            if within or slope is not None:
                best = of(Fraction(within[-1] if within else slope))
            else:
                between = [(value(f, x) - value(f, y)) / (x - y) for x in at for y in at if x > y]
                tries = [of(Fraction(s)) for s in [*(s for s, _ in f[1]), *between]]
                best = min(tries, key=lambda line: sign * line[0] * (lower + upper) / 2 + line[1])
            self.lines[key] = j, {unit: floor(best[0], SLOPES)}, sign * ceil(Fraction(best[1]), ENDS + SLOPES)
        return self.lines[key]

    def plane(self, i, unit, slopes):
        """A plane above activation `i` at a unit, in what its linear op takes in."""
        before = self.network.nodes[i]['inputs'][0]
        op, beyond = self.network.linear[before], self.network.nodes[before]['inputs'][0]
        lower, upper = self.boxes[beyond]
        columns, weights = self.network.row(before, unit)
        own, error, most = [floor(Fraction(g), SLOPES) for g in slopes], self.errors(before), []
        for side, _ in self.network.pieces[i][1]:
            total = side * Fraction(op.bias[unit], 1 << op.bits)
            for j, w, g in zip(columns, weights, own):
                rest = side * Fraction(w, 1 << op.bits) - Fraction(g, 1 << SLOPES)
                total += rest * Fraction(upper[j] if rest > 0 else lower[j], 1 << ENDS)
            most.append(total + (Fraction(abs(side) * error[unit], 1 << ENDS) if error else 0))
        return beyond, dict(zip(columns, own)), ceil(Fraction(max(most)), ENDS + SLOPES)


def maximum(box, seen, above):
    """A plane above (below) the greatest of some units: slopes by unit, and shift."""
    lower, upper = box
    best = max(seen, key=lambda k: lower[k])
    if not above or all(k == best or upper[k] <= lower[best] for k in seen):
        return {best: 1 << SLOPES}, 0
    first, second, *others = sorted(seen, key=lambda k: -upper[k])
    r, q = upper[first] - lower[first], upper[second] - lower[second]
    level = Fraction(upper[first] * q + upper[second] * r - r * q, r + q)
    t = min(max([level, lower[best], *(upper[k] for k in others)]), upper[second])
    slopes, ends = {}, []
    for k in seen:
        width = upper[k] - lower[k]
        share = min(max(Fraction(upper[k] - t) / width, Fraction(0)), Fraction(1)) if width else Fraction(upper[k] > t)
        slopes[k] = floor(share, SLOPES)
        ends.append((upper[k] << SLOPES) - slopes[k] * width)
    return slopes, max(ends) - sum(slope * lower[k] for k, slope in slopes.items())


def backward(enclosures, row, start=None, slopes={}, planes={}, betas=(), linear_only=False):
    """The greatest value, from above, of `(c, bits, d)`: `c z / 2**bits + d` of a node; infinite where nothing is shown."""
    network = enclosures.network
    if enclosures.state != 'bounded':
        return -math.inf if enclosures.state == 'empty' else math.inf
    start = len(network.nodes) - 1 if start is None else start
    (c, bits, total), found = row, {}

    def add(node, more, bits):
        own, old = found.get(node, (more, bits))
        new = max(old, bits)
        if node in found:
            more = [(a << new - old) + (b << new - bits) for a, b in zip(own, more)]
        found[node] = more, new

    add(start, list(c), bits)
    for (node, unit, active, at), beta in zip(enclosures.splits, betas):
        if beta and node <= start:  # beta (z - at) >= 0 where active, beta (at - z) >= 0 where not
            signed = beta if active else -beta
            add(node, network.unit_row(node, unit, signed), SLOPES)
            total -= Fraction(signed * at, 1 << SLOPES + ENDS)
    for i in range(start, -1, -1):
        if i not in found:
            continue
        c, bits = found.pop(i)
        inputs, op, error = network.nodes[i]['inputs'], network.linear[i], enclosures.errors(i)
        if error and (op or not linear_only):
            total += Fraction(sum(abs(x) * e for x, e in zip(c, error)), 1 << bits + ENDS)
        if op:
            into, firsts = [0] * sum(network.sizes[j] for j in inputs), 0
            for factor, (columns, weights) in zip(c, op.rows):
                if factor and isinstance(columns, range):
                    a, b = columns.start, columns.stop
                    into[a:b] = [x + factor * w for x, w in zip(into[a:b], weights)]
                elif factor:
                    for column, w in zip(columns, weights):
                        into[column] += factor * w
            total += Fraction(sum(map(int.__mul__, c, op.bias)), 1 << bits + op.bits)
            for j in inputs:
                add(j, into[firsts:firsts + network.sizes[j]], bits + op.bits)
                firsts += network.sizes[j]
        elif i == 0 or linear_only:
            lower, upper = enclosures.boxes[i]
            greatest = sum(x * (upper[k] if x > 0 else lower[k]) for k, x in enumerate(c))
            total += Fraction(greatest, 1 << bits + ENDS)
        else:
            into, constant = {inputs[0]: [0] * network.sizes[inputs[0]]}, 0
            for unit, factor in enumerate(c):
                if factor:
                    node, own, shift = enclosures.over(i, unit, factor > 0, slopes, planes)
                    if node not in into:
                        into[node] = [0] * network.sizes[node]
                    for k, slope in own.items():
                        into[node][k] += factor * slope
                    constant += factor * shift
            total += Fraction(constant, 1 << bits + ENDS + SLOPES)
            for node, part in into.items():
                add(node, part, bits + SLOPES)
    return total


def tightened(box, old, node, units, tighter, slopes_of):
    """What follows from bounding units of a node backward, and the same intersected with what is known."""
    lower, upper = map(list, old.boxes[node])
    for unit in units:
        for sign, round_, nearer, ends in ((1, ceil, min, upper), (-1, floor, max, lower)):
            row = old.network.unit_row(node, unit, sign), 0, Fraction(0)
            bound = backward(old, row, start=node, slopes=slopes_of(unit, sign))
            if bound < math.inf:
                ends[unit] = nearer(ends[unit], round_(sign * bound, ENDS))
    tighter[node] = lower, upper
    return Enclosures(old.network, box, tighter=tighter)


def enclosed(network, box, intermediate):
    """Enclosures by intervals, or by backward passes for units of open sign."""
    now, tighter = Enclosures(network, box), {}
    taken_in = {node['inputs'][0] for node, f in zip(network.nodes, network.pieces) if f}
    for node in sorted(taken_in) if intermediate == 'crown' else []:
        exact = network.linear[node] and all(j == 0 for j in network.nodes[node]['inputs'])
        if now.state == 'bounded' and not exact:
            units = [k for k, (a, b) in enumerate(zip(*now.boxes[node])) if a < 0 < b]
            now = tightened(box, now, node, units, tighter, lambda unit, sign: {})
    return now
