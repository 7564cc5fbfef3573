"""Ops beside those of the core: sums, means, maxima, scales, and other activations of linear pieces."""
import math
from fractions import Fraction
from itertools import product

from core.ops import OPS, SLOPES, Linear, Pieces, rounded, windows


def affine(node, _):
    scale, shift = (spread(*node['tensors'][key], node['shape']) for key in ('scale', 'shift'))
    return Linear([([i], [i]) for i in range(len(scale))], scale, shift)


def spread(small, data, shape):
    """The element of a tensor that broadcasts to a shape, for each unit of it, in row-major order."""
    small = [1] * (len(shape) - len(small)) + list(small)
    places = [0]
    for extent, own in zip(shape, small):
        places = [p * own + (i if own > 1 else 0) for p in places for i in range(extent)]
    return [data[p] for p in places]


def average(node, shapes):
    extents, image = node['options']['size'], shapes[0]
    rows = [([pixel * image[2] + c for pixel, _ in seen], [len(seen)] * len(seen))
            for seen in windows(node, image, extents) for c in range(image[2])]
    return Linear(rows, [1.0 / max(n, 1) for n in range(extents[0] * extents[1] + 1)])


class Maximum:
    """The greatest of the units of each window. `most`: the places of a window, on the image or not."""

    def __init__(self, windows, most):
        self.windows, self.most = windows, most

    def image(self, lower, upper):
        return ([max(end[k] for k in seen) for seen in self.windows] for end in (lower, upper))

    def over(self, unit, above, lower, upper, _):
        """A plane above (below) a unit: slopes by unit, and shift."""
        seen = self.windows[unit]
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
            share = min(max(Fraction(upper[k] - t) / width, 0), 1) if width else upper[k] > t
            slopes[k] = rounded(share, SLOPES)
            ends.append((upper[k] << SLOPES) - slopes[k] * width)
        return slopes, max(ends) - sum(slope * lower[k] for k, slope in slopes.items())


def pooled(node, shapes):
    (height, width), channels = node['options']['size'], shapes[0][2]
    seen = [[pixel for pixel, _ in of] for of in windows(node, shapes[0], [height, width])]
    return Maximum([[pixel * channels + c for pixel in of] for of in seen for c in range(channels)], height * width)


def along(axes_of):
    """Maxima along some axes: windows of the units that are alike but for these."""
    def make(node, shapes):
        axes, alike = axes_of(node, len(shapes[0])), {}
        for unit, place in enumerate(product(*map(range, shapes[0]))):
            alike.setdefault(tuple(i for axis, i in enumerate(place) if axis not in axes), []).append(unit)
        return Maximum(list(alike.values()), math.prod(shapes[0][axis] for axis in axes))
    return make


def each_unit(weights):
    """Of a list of weights, one for each input of a node: the sums of their units."""
    def make(node, shapes):
        size, places = math.prod(node['shape']), range(len(weights))
        return Linear([([i + k * size for k in places], places) for i in range(size)], weights)
    return make


def concat(node, shapes):
    flat = all(len(shape) == 1 for shape in shapes)
    return OPS['reshape'](node, shapes) if flat else None


OPS.update({
    'add': each_unit([1.0, 1.0]),
    'subtract': each_unit([1.0, -1.0]),
    'concat': concat,
    'affine': affine,
    'averagePool': average,
    'abs': lambda *_: Pieces([0], [(-1, 0), (1, 0)]),
    'leakyRelu': lambda node, _: Pieces([0], [(Fraction(node['options'].get('alpha', 0.0)), 0), (1, 0)]),
    'relu6': lambda *_: Pieces([0, 6], [(0, 0), (1, 0), (0, 6)]),
    'maxPool': pooled,
    'globalMaxPool': along(lambda node, rank: range(rank - 1)),
    'max': along(lambda node, rank: [node['options']['axis'] % rank]),
})
