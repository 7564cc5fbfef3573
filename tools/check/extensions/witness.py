"""Whether a point is a counter-example."""
import math

from core.bounds import Enclosures, greatest
from core.finding import Unshown, require
from core.findings import VERDICTS
from core.ops import whole
from core.question import float32, outward
from core.reading import unpacked


def holds(question, point):
    """Whether a point is an input that is asked about."""
    sized = len(point) == question.size and all(map(math.isfinite, point))
    return sized and any(all(a <= v <= b for a, v, b in zip(low, point, high)) for low, high in question.boxes)


def check_witness(verdict, question, network, _):
    """Whether all rows are 0 or above at a point, whatever the arithmetic makes of them."""
    point, k = unpacked(verdict['witness']['x']), verdict['witness']['conjunction']
    require(point is not None and holds(question, point), 'the witness is no input that is asked about')
    require(0 <= k < len(question.unsafe), 'the conjunction is not there')
    require(not network.unknown, f'this checker does not know op {network.unknown}', Unshown)
    short = not network.rounds or all(float32(v) == v for v in point)
    require(short, 'the witness has numbers that are not float32', Unshown)
    at, rows = Enclosures(network, outward(point, point)), question.unsafe[k]
    least, most = ([greatest(at, whole([sign * x for x in row]), linear_only=True) for row in rows] for sign in (-1, 1))
    shown, below = all(bound <= 0 for bound in least), any(bound < 0 for bound in most)
    require(shown or not below, 'a row of the conjunction does not hold at the witness')
    require(shown, 'a row is within rounding of 0 at the witness', Unshown)


VERDICTS['falsified'] = check_witness
