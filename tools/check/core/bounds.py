"""Bounds in whole numbers: nothing is rounded but ends of intervals, outward, and slopes that may be any."""
from fractions import Fraction
from functools import cache

from core.finding import Unshown, require
from core.ops import ENDS, SLOPES, Linear


class Enclosures:
    """Intervals of all nodes over the points of a box that meet splits, and lines over activations between them.

    A split is `(node, unit, active, at)`, `at` with ENDS bits. `known`: boxes of nodes, known from elsewhere. `root`:
    enclosures without splits, which are taken as they are; splits move the ends of their own units alone.
    """

    def __init__(self, network, box, splits=(), known={}, root=None):
        self.network, self.splits, self.boxes, self.empty = network, splits, [], False
        self.errors, self.line = dict(root.errors) if root else {}, cache(self.line)
        for i in range(len(network.nodes)):
            if root:
                lower, upper = root.boxes[i]
            else:
                exact = network.ops[i].image(*self.inputs(i)) if i else box
                lower, upper = network.computed(i, *exact, self)
            if i in known:
                lower, upper = map(max, lower, known[i][0]), map(min, upper, known[i][1])
            lower, upper = list(lower), list(upper)
            for node, unit, active, at in splits:
                if node == i:
                    nearer, end = (max, lower) if active else (min, upper)
                    end[unit] = nearer(end[unit], at)
                    self.empty = self.empty or lower[unit] > upper[unit]
            self.boxes.append((lower, upper))
            if self.empty:
                return
            require(all(map(int.__le__, lower, upper)), 'an interval has its ends reversed', Unshown)

    def inputs(self, i):
        """The box of all that a node takes in."""
        return [[end for j in self.network.nodes[i]['inputs'] for end in self.boxes[j][k]] for k in (0, 1)]

    def line(self, i, unit, above, slope=None):
        """A line or plane above (below) a unit of a node that is not linear, in the units of the node before."""
        before = self.network.nodes[i]['inputs'][0]
        return before, *self.network.ops[i].over(unit, above, *self.boxes[before], slope)


def greatest(enclosures, row, slopes={}, over={}, betas=(), linear_only=False, start=-1, line=None):
    """The greatest value, from above, of a row of node `start` and a constant, `(numbers, bits)`, by one pass backward.

    Each step puts what is no less in place of the row: rows of linear ops, what is above units with a factor above 0
    and below others, and at last the ends of the box. `slopes` of lines, and planes `over` units, are by `(node, unit,
    above)`. All rows have `bits` after the point at a time, and `total` has ENDS more. To a `line` the factors of the input
    are added, and their bits.
    """
    network, (numbers, bits), start = enclosures.network, row, start % len(enclosures.network.nodes)
    found, total = {start: [x << SLOPES for x in numbers[:-1]]}, numbers[-1] << SLOPES + ENDS
    for (node, unit, active, at), beta in zip(enclosures.splits, betas):
        signed = (beta if active else -beta) << bits  # beta (z - at) >= 0 where active, beta (at - z) >= 0 where not
        found.setdefault(node, [0] * network.sizes[node])[unit] += signed
        total -= signed * at
    bits += SLOPES
    for i in range(start, -1, -1):
        c, op = found.pop(i, None), network.ops[i]
        if not c:
            continue
        if i == 0 or linear_only and not isinstance(op, Linear):
            lower, upper = enclosures.boxes[i]
            total += sum(x * (upper[k] if x > 0 else lower[k]) for k, x in enumerate(c))
            if line is not None:
                line += [c, bits]
            continue
        total += sum(abs(x) * e for x, e in zip(c, enclosures.errors.get(i, [])))
        if isinstance(op, Linear):
            inputs, constant, more = network.nodes[i]['inputs'], sum(map(int.__mul__, c, op.bias)) << ENDS, op.bits
            parts = zip(inputs, op.back(c, [network.sizes[j] for j in inputs]))
        else:
            parts, constant, more = *relaxed(enclosures, i, c, slopes, over), SLOPES
        found = {j: [x << more for x in own] for j, own in found.items()}
        total, bits = (total << more) + constant, bits + more
        for j, part in parts:
            found[j] = list(map(int.__add__, found[j], part)) if j in found else part
    return Fraction(total, 1 << bits + ENDS)


def relaxed(enclosures, i, c, slopes, over):
    """Of a row of units rows of earlier nodes, and a constant: lines or planes in place of units."""
    parts, constant = {}, 0
    for unit, factor in enumerate(c):
        if factor:
            key = i, unit, factor > 0
            node, own, shift = over.get(key) or enclosures.line(*key, slopes.get(key))
            part = parts.setdefault(node, [0] * enclosures.network.sizes[node])
            for k, slope in own.items():
                part[k] += factor * slope
            constant += factor * shift
    return parts.items(), constant
