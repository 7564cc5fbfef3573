"""What is asked of an example: a region of inputs, and conjunctions of rows of outputs."""
import math
from ctypes import c_float
from fractions import Fraction

from core.finding import Refused, require
from core.ops import ENDS, rounded
from core.reading import unpacked

BESIDE = {None: lambda nodes: nodes}  # nodes whose output is what rows may be of, by name, of the network's own


def float32(x):
    """The float32 that is nearest, or infinite."""
    return c_float(x).value


def end(x):
    return {'Infinity': math.inf, '-Infinity': -math.inf}[x] if isinstance(x, str) else x


def region_of(region, shared, size):
    """What a region says, number for number: boxes, or radii and the ends of the range, feature by feature."""
    if region['kind'] == 'boxes':
        boxes = [[[end(x) for x in box[key]] for key in ('lower', 'upper')] for box in region['boxes']]
        require(all(len(of) == size for box in boxes for of in box), f'expected numbers for {size} features')
        return boxes
    epsilon, range_ = (region.get(key, shared.get(key)) for key in ('epsilon', 'range'))
    require(epsilon is not None and range_ is not None, 'it states no epsilon or no range')
    by_feature = [of if isinstance(of, list) else [of] * size for of in (epsilon, *range_)]
    require(all(len(of) == size for of in by_feature), f'expected numbers for {size} features')
    return [[end(x) for x in of] for of in by_feature]


def conjunctions_of(unsafe, size, outputs):
    """Conjunctions of rows, each its factors and at last its constant; and what they are of beside outputs."""
    if unsafe['kind'] == 'rows':
        units = outputs + (size if 'of' in unsafe else 0)
        fit = unsafe['any'] and all(one['d'] and len(one['c']) == units * len(one['d']) for one in unsafe['any'])
        require(fit, 'its rows are not of the network')
        rows = [[[*one['c'][r * units:(r + 1) * units], d] for r, d in enumerate(one['d'])] for one in unsafe['any']]
        return rows, unsafe.get('of')
    label, classes = unsafe['label'], unsafe['classes']
    require(0 <= label < classes == outputs, 'its classes are not those of the network')
    others = [(label + 1 + k) % classes for k in range(classes - 1)]
    return [[[*(float(k == o) - float(k == label) for k in range(classes)), 0.0]] for o in others], None


def outward(low, high):
    """A box of the numbers given, from outside; None where it has an end that is not finite, or holds no input."""
    sound = all(map(math.isfinite, [*low, *high])) and all(a <= b for a, b in zip(low, high))
    return ([rounded(x, ENDS) for x in low], [rounded(x, ENDS, up=True) for x in high]) if sound else None


class Question:
    """What is asked of one example: boxes of exact ends, and conjunctions that no input of them may meet."""

    def __init__(self, example, shared, nodes):
        self.size, self.outputs = math.prod(nodes[0]['shape']), math.prod(nodes[-1]['shape'])
        self.stated, self.kind = region_of(example['region'], shared, self.size), example['region']['kind']
        self.unsafe, self.beside = conjunctions_of(example['unsafe'], self.size, self.outputs)
        self.boxes = self.stated
        if self.kind == 'ball':
            given = example['region']['input']
            self.x = None if 'sha256' in given else unpacked(given)
            embedded = self.x is not None and len(self.x) == self.size
            require(embedded, 'expected every input to be embedded in what is asked', Refused)
            require(all(map(math.isfinite, [*self.x, *self.stated[0]])), 'an input or radius is not finite', Refused)
            balls = [(Fraction(p) - Fraction(e), Fraction(p) + Fraction(e)) for p, e in zip(self.x, self.stated[0])]
            # of an end of the range and the float32 nearest to it, what allows more counts
            self.boxes = [([max(ball[0], min(v, float32(v))) for ball, v in zip(balls, self.stated[1])],
                           [min(ball[1], max(v, float32(v))) for ball, v in zip(balls, self.stated[2])])]
