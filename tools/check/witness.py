"""Whether a point is a counter-example."""
from fractions import Fraction

from bounds import Enclosures, backward
from ops import Unshown, require, rounded32, whole
from proofs import ends_of
from reading import unpacked


def check_witness(witness, question, network):
    """Whether all rows are 0 or above at a point: in real numbers, or whatever a float32 program makes of them."""
    point, k = unpacked(witness['x']), witness['conjunction']
    require(point is not None and question.holds(point), 'the witness is no input that is asked about')
    require(k < len(question.unsafe), 'the conjunction is not there')
    require(not network.unknown, f'this checker does not know op {network.unknown}', Unshown)
    short = not network.any_order or all(rounded32(v) == v for v in point)
    require(short, 'the witness has numbers that are not float32', Unshown)
    at, rows = Enclosures(network, ends_of(point, point)), question.unsafe[k]
    units = len(rows['c']) // len(rows['d'])
    split = [(rows['c'][r * units:(r + 1) * units], d) for r, d in enumerate(rows['d'])]
    least, most = ([backward(at, (*whole([s * x for x in c]), Fraction(s * d)), linear_only=True) for c, d in split]
                   for s in (-1, 1))
    shown, below = all(bound <= 0 for bound in least), any(bound < 0 for bound in most)
    require(shown or not below, 'a row of the conjunction does not hold at the witness')
    require(shown, 'a row is within rounding of 0 at the witness', Unshown)
