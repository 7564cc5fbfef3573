"""Whether a point is a counter-example."""
from fractions import Fraction

from bounds import Enclosures, backward, value
from ops import Unshown, whole
from proofs import ends_of, reject
from reading import unpacked
from statement import rounded32


def values_at(network, point):
    """The output at a point, exactly."""
    numbers, bits = whole(point)
    values = [[Fraction(n, 1 << bits) for n in numbers]]
    for i, node in enumerate(network.nodes[1:], 1):
        x, op = [v for j in node['inputs'] for v in values[j]], network.linear[i]
        if op:
            out = [(sum(w * x[j] for j, w in zip(c, ws)) + b) / (1 << op.bits) for (c, ws), b in zip(op.rows, op.bias)]
        elif network.maxima[i]:
            out = [max(x[k] for k in seen) for seen in network.maxima[i][1]]
        else:
            out = [Fraction(value(network.pieces[i], v)) for v in x]
        values.append(out)
    return values[-1]


def check_witness(witness, question, network):
    point, k = unpacked(witness['x']), witness['conjunction']
    if point is None or not question.holds(point):
        reject('the witness is no input that is asked about')
    if k >= len(question.unsafe):
        reject('the conjunction is not there')
    if network.unknown:
        raise Unshown(f'this checker does not know op {network.unknown}')
    z, rows = None if network.any_order else values_at(network, point), question.unsafe[k]
    if network.any_order:
        return check_computed(network, point, rows)
    for r, d in enumerate(rows['d']):
        if sum(Fraction(c) * v for c, v in zip(rows['c'][r * len(z):], z)) + Fraction(d) < 0:
            reject('a row of the conjunction does not hold at the witness')


def check_computed(network, point, rows):
    """Whether all rows are 0 or above at a point, whatever a float32 program makes of them."""
    if any(rounded32(v) != v for v in point):
        raise Unshown('the witness has numbers that are not float32')
    at, units = Enclosures(network, ends_of(point, point)), len(rows['c']) // len(rows['d'])
    split = [(rows['c'][r * units:(r + 1) * units], d) for r, d in enumerate(rows['d'])]
    least, most = ([backward(at, (*whole([s * x for x in c]), Fraction(s * d)), linear_only=True) for c, d in split]
                   for s in (-1, 1))
    if not all(bound is not None and bound <= 0 for bound in least):
        if any(bound is not None and bound < 0 for bound in most):
            reject('a row of the conjunction does not hold at the witness')
        raise Unshown('a row is within rounding of 0 at the witness')
