"""Ops of networks: the rows of those that are linear, the pieces of activations, the windows of maxima."""
import math
import struct
from fractions import Fraction
from itertools import product


class Unshown(Exception):
    """Nothing is wrong, and nothing is shown."""


class Rejected(Exception):
    """What a certificate claims is not so, or is about something else."""


def require(holds, why, error=Rejected):
    if not holds:
        raise error(why)


def rounded32(x):
    """The nearest float32."""
    try:
        return struct.unpack('<f', struct.pack('<f', x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


def whole(numbers):
    """Float64 numbers as whole numbers over one power of two: `(numbers, its exponent)`."""
    require(all(map(math.isfinite, numbers)), 'a number is not finite', Unshown)
    ratios = [float(x).as_integer_ratio() for x in numbers]
    bits = max((d.bit_length() - 1 for _, d in ratios), default=0)
    return [n << (bits - d.bit_length() + 1) for n, d in ratios], bits


class Linear:
    """A linear op: output `i` is `(sum of weights * inputs + bias) / 2**bits`, of the inputs one after the other."""

    def __init__(self, rows, weights, bias=None):
        """`rows`: for each output its columns, and the places of their weights in a list of floats."""
        bias = bias or [0.0] * len(rows)
        both, self.bits = whole(weights + bias)
        values, self.bias = both[:len(weights)], both[len(weights):]
        self.rows = [(columns, [values[p] for p in places]) for columns, places in rows]


def linear(node, shapes):
    op, options, tensors = node['op'], node['options'], node['tensors']
    size = math.prod(node['shape'])
    if op in ('add', 'subtract'):
        return Linear([([i, size + i], [0, 1]) for i in range(size)], [1.0, 1.0 if op == 'add' else -1.0])
    if op == 'reshape' or op == 'concat' and all(len(shape) == 1 for shape in shapes):
        return Linear([([i], [0]) for i in range(size)], [1.0])
    if op == 'affine':
        scale, shift = (spread(*tensors[key], node['shape']) for key in ('scale', 'shift'))
        return Linear([([i], [i]) for i in range(size)], scale, shift)
    if op == 'dense':
        (inputs, units), kernel = tensors['kernel']
        bias = tensors['bias'][1] if 'bias' in tensors else [0.0] * units
        spots = [(o - o % units) // units * inputs for o in range(size)]
        rows = [(range(s, s + inputs), range(o % units, inputs * units, units)) for o, s in enumerate(spots)]
        return Linear(rows, kernel, [bias[o % units] for o in range(size)])
    if op == 'conv2d':
        return convolution(node, shapes[0])
    return average(node, shapes[0]) if op == 'averagePool' else None


def spread(small, data, shape):
    """The element of a tensor that broadcasts to a shape, for each unit of it, in row-major order."""
    small = [1] * (len(shape) - len(small)) + list(small)
    places = [0]
    for extent, own in zip(shape, small):
        places = [p * own + (i if own > 1 else 0) for p in places for i in range(extent)]
    return [data[p] for p in places]


def windows(node, image, extents):
    """For each place of an output the pixels of the image that a window sees, with their places in the window."""
    strides, dilations = (node['options'].get(key, [1, 1]) for key in ('strides', 'dilations'))
    before = [0, 0]
    if node['options']['padding'] == 'same':
        for a in (0, 1):
            reach = (extents[a] - 1) * dilations[a] + 1
            before[a] = max((node['shape'][a] - 1) * strides[a] + reach - image[a], 0) // 2
    for y, x in product(*map(range, node['shape'][:2])):
        seen = []
        for a, b in product(*map(range, extents)):
            v, h = y * strides[0] - before[0] + a * dilations[0], x * strides[1] - before[1] + b * dilations[1]
            if 0 <= v < image[0] and 0 <= h < image[1]:
                seen.append((v * image[1] + h, a * extents[1] + b))
        yield seen


def convolution(node, image):
    (height, width, own, filters), kernel = node['tensors']['kernel']
    share, rows = filters * own // image[2], []
    for seen in windows(node, image, [height, width]):
        for f in range(filters):
            first = f // share * own
            columns = [pixel * image[2] + first + c for pixel, _ in seen for c in range(own)]
            rows.append((columns, [(place * own + c) * filters + f for _, place in seen for c in range(own)]))
    bias = node['tensors']['bias'][1] if 'bias' in node['tensors'] else [0.0] * filters
    return Linear(rows, kernel, [bias[i % filters] for i in range(len(rows))])


def average(node, image):
    extents = node['options']['size']
    rows = [([pixel * image[2] + c for pixel, _ in seen], [len(seen)] * len(seen))
            for seen in windows(node, image, extents) for c in range(image[2])]
    return Linear(rows, [1.0 / max(n, 1) for n in range(extents[0] * extents[1] + 1)])


def pieces(node):
    """Kinks of an activation, and slope and shift of each piece between them."""
    alpha = Fraction(node['options'].get('alpha', 0.0))
    left = {'relu': 0, 'leakyRelu': alpha, 'abs': -1}.get(node['op'])
    if left is not None:
        return [0], [(left, 0), (1, 0)]
    return ([0, 6], [(0, 0), (1, 0), (0, 6)]) if node['op'] == 'relu6' else None


def maxima(node, shape):
    """Of an op that takes maxima: the most units of a window, and the units of each."""
    if node['op'] == 'maxPool':
        extents, channels = node['options']['size'], shape[2]
        seen = [[pixel for pixel, _ in of] for of in windows(node, shape, extents)]
        return math.prod(extents), [[pixel * channels + c for pixel in of] for of in seen for c in range(channels)]
    if node['op'] not in ('globalMaxPool', 'max'):
        return None
    axes = range(len(shape) - 1) if node['op'] == 'globalMaxPool' else [node['options']['axis'] % len(shape)]
    alike = {}  # units by what is left of their places
    for unit, place in enumerate(product(*map(range, shape))):
        alike.setdefault(tuple(i for axis, i in enumerate(place) if axis not in axes), []).append(unit)
    return math.prod(shape[axis] for axis in axes), list(alike.values())
