"""The arithmetic `any-order-float32`: what float32 programs may lose of each node, whatever the order of their sums."""
import math
from collections import namedtuple
from fractions import Fraction

from core.finding import Unshown, require
from core.findings import ARITHMETICS
from core.ops import ENDS, Linear, Network

ONE, LEAST = 1 << ENDS, 1 << ENDS - 126  # 1, and 2^-126
MOST = ONE << 126

# of a linear op: whether only linear ops read it, whether it only moves units, how often a product is rounded, its longest
# row, and its greatest weight and bias
Sums = namedtuple('Sums', 'merged copies roundings terms weight bias')
# of a node that may be merged into linear ops that read it: the magnitude of what it adds up, at most and of each unit
Owed = namedtuple('Owed', 'size units', defaults=(None, None))


class AnyOrder(Network):
    """A network as float32 programs compute it: its intervals are wider by errors, which backward passes pay for."""

    rounds = True

    def __init__(self, nodes):
        super().__init__(nodes)
        self.sums = []
        for i, op in enumerate(self.ops):
            self.sums.append(self.sums_of(i, op) if isinstance(op, Linear) else None)

    def sums_of(self, i, op):
        readers = [isinstance(other, Linear) for node, other in zip(self.nodes, self.ops) if i in node['inputs']]
        sizes = [abs(w) for _, weights in op.rows for w in weights]
        terms = max((len(weights) for _, weights in op.rows), default=0)
        weight, bias = (Fraction(max(x, default=0), 1 << op.bits) for x in (sizes, [abs(b) for b in op.bias]))
        copies = terms <= 1 and bias == 0 and all(w in (0, 1 << op.bits) for w in sizes)
        before = [self.sums[j].roundings for j in self.nodes[i]['inputs'] if self.sums[j] and self.sums[j].merged]
        roundings = max(before, default=0) + (0 if copies else terms + 3)
        return Sums(bool(readers) and all(readers), copies, roundings, terms, weight, bias)

    def computed(self, i, lower, upper, enclosures):
        if i == 0:
            enclosures.owed = [Owed()]
            return lower, upper
        error, owed = (self.lost_in_sums if self.sums[i] else self.lost_in_activations)(i, enclosures)
        enclosures.owed.append(owed)
        if error:
            enclosures.errors[i] = error
            lower, upper = [a - e for a, e in zip(lower, error)], [a + e for a, e in zip(upper, error)]
        lower, upper = list(lower), list(upper)
        require(all(abs(a) < MOST for a in [*lower, *upper]), 'a value may be too great for a float32', Unshown)
        return lower, upper

    def lost_in_activations(self, i, enclosures):
        if self.nodes[i]['op'] != 'leakyRelu':
            return [4 * LEAST] * self.sizes[i], Owed()
        slope, great = max(abs(s) for s, _ in self.ops[i].pieces), map(greater, *enclosures.inputs(i))
        share, rest = slope * Fraction(7, (1 << 24) - 7) + Fraction(384, 1 << 126), 384 * LEAST * (1 + slope)
        return [math.ceil(a * share + rest) for a in great], Owed()

    def lost_in_sums(self, i, enclosures):
        op, one, inputs = self.ops[i], self.sums[i], self.nodes[i]['inputs']
        owed, great = [enclosures.owed[j] for j in inputs], [list(map(greater, *enclosures.boxes[j])) for j in inputs]
        most = max(of.size or max(own, default=0) + ONE for of, own in zip(owed, great))
        size = most if one.copies else math.ceil(one.terms * (one.weight + 1) * most + (one.bias + 1) * ONE)
        k, units = one.roundings, None
        require(size < MOST and k < 1 << 22, 'sums are longer, or greater, than errors are known for', Unshown)
        if not one.copies or any(of.units for of in owed):
            x = []
            for of, own in zip(owed, great):
                left = of.units or [0] * len(own)
                x += left if one.copies else map(max, own, left)
            units = [-(-((abs(b) << ENDS) + sum(abs(w) * x[c] for c, w in zip(columns, weights))) >> op.bits)
                     for (columns, weights), b in zip(op.rows, op.bias)]
        if one.merged:
            return None, Owed(size, units)
        least = math.ceil(Fraction(64 * k * size, 1 << 126))
        return units and [m and -(-m * k // ((1 << 24) - k)) + least for m in units], Owed()


def greater(a, b):
    return max(abs(a), abs(b))


ARITHMETICS['any-order-float32'] = AnyOrder
