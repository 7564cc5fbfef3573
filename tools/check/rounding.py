"""What float32 programs may lose of each node, whatever the order of their sums: the errors of `any-order-float32`."""
from collections import namedtuple
from fractions import Fraction

ENDS = 160  # bits after the point of ends of intervals, and of errors
ONE, LEAST = 1 << ENDS, 1 << ENDS - 126  # 1, and 2^-126
MOST = ONE << 126

# of a node: the error of each unit, none for 0; of a linear op that may be merged into others, what it leaves to them
Lost = namedtuple('Lost', 'error size owed', defaults=(None, None, None))
# of a linear op: whether only linear ops read it, whether it only moves units, how often a product is rounded, its longest row, and
# its greatest weight and bias
Sums = namedtuple('Sums', 'merged copies roundings terms weight bias')


def sums_of(network):
    """`Sums` of each linear op."""
    sums = []
    for i, op in enumerate(network.linear):
        if not op:
            sums.append(None)
            continue
        readers = [bool(other) for node, other in zip(network.nodes, network.linear) if i in node['inputs']]
        sizes = [abs(w) for _, weights in op.rows for w in weights]
        terms = max((len(weights) for _, weights in op.rows), default=0)
        weight, bias = (Fraction(max(x, default=0), 1 << op.bits) for x in (sizes, [abs(b) for b in op.bias]))
        copies = terms <= 1 and bias == 0 and all(w in (0, 1 << op.bits) for w in sizes)
        before = [sums[j].roundings for j in network.nodes[i]['inputs'] if sums[j] and sums[j].merged]
        roundings = max(before, default=0) + (0 if copies else terms + 3)
        sums.append(Sums(bool(readers) and all(readers), copies, roundings, terms, weight, bias))
    return sums


def up(x):
    return -(-x.numerator // x.denominator)


def lost(network, i, boxes, known):
    """Of a node what is lost, of those before it their boxes and what they lost; None where something may overflow."""
    inputs, one, op = network.nodes[i]['inputs'], network.sums[i], network.linear[i]
    great = [[max(abs(a), abs(b)) for a, b in zip(*boxes[j])] for j in inputs]
    if not inputs:
        return Lost()
    if not one:
        if network.nodes[i]['op'] != 'leakyRelu':
            return Lost([4 * LEAST] * network.sizes[i])
        slope = max(abs(s) for s, _ in network.pieces[i][1])
        rest = 384 * LEAST * (1 + slope)
        return Lost([up(slope * a * Fraction(7, (1 << 24) - 7) + rest + Fraction(384 * a, 1 << 126)) for a in great[0]])
    most = max(known[j].size or max(own, default=0) + ONE for j, own in zip(inputs, great))
    size = most if one.copies else up(one.terms * (one.weight + 1) * most + (one.bias + 1) * ONE)
    k, owed = one.roundings, None
    if size >= MOST or k >= 1 << 22:
        return None
    if not one.copies or any(known[j].owed for j in inputs):
        x = []
        for j, own in zip(inputs, great):
            left = known[j].owed or [0] * len(own)
            x += left if one.copies else map(max, own, left)
        owed = [-(-((abs(b) << ENDS) + sum(abs(w) * x[c] for c, w in zip(columns, weights))) >> op.bits)
                for (columns, weights), b in zip(op.rows, op.bias)]
    if one.merged:
        return Lost(None, size, owed)
    least = up(Fraction(64 * k * size, 1 << 126))
    return Lost(owed and [m and -(-m * k // ((1 << 24) - k)) + least for m in owed])
