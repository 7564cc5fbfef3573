"""Ops of networks: the image of a box, and backward exact rows, or lines above and below units."""
import math
from fractions import Fraction
from itertools import accumulate, product

from core.finding import Unshown, require

ENDS = 160  # bits after the point of ends of intervals
SLOPES = 64  # bits after the point of slopes of lines, and of multipliers of splits


def whole(numbers):
    """Dyadic numbers, as all of float64 are, as whole numbers over one power of two: `(numbers, its exponent)`."""
    require(all(map(math.isfinite, numbers)), 'a number is not finite', Unshown)
    ratios = [x.as_integer_ratio() for x in numbers]
    bits = max((d.bit_length() - 1 for _, d in ratios), default=0)
    return [n << (bits - d.bit_length() + 1) for n, d in ratios], bits


def rounded(x, bits, up=False):
    """A number times `2**bits`, as the whole number below (above)."""
    return (math.ceil if up else math.floor)(Fraction(x) * (1 << bits))


class Linear:
    """A linear op: unit `k` is `(sum of weights * inputs + bias[k]) / 2**bits`, of all inputs one after the other."""

    def __init__(self, rows, weights, bias=None):
        """`rows`: for each unit its columns, and the places of their weights in a list of floats."""
        both, self.bits = whole(weights + (bias or [0.0] * len(rows)))
        self.bias = both[len(weights):]
        self.rows = [(columns, [both[p] for p in places]) for columns, places in rows]

    def image(self, lower, upper):
        ends = []
        for (columns, weights), bias in zip(self.rows, self.bias):
            least = most = bias << ENDS
            for j, w in zip(columns, weights):
                low, high = (lower[j], upper[j]) if w > 0 else (upper[j], lower[j])
                least += w * low
                most += w * high
            ends.append((least >> self.bits, -(-most >> self.bits)))
        return zip(*ends)

    def back(self, c, sizes):
        """A row `c` of the units as rows of the inputs, of these sizes; times `2**bits`."""
        into = [0] * sum(sizes)
        for factor, (columns, weights) in zip(c, self.rows):
            if factor:
                for column, w in zip(columns, weights):
                    into[column] += factor * w
        ends = [0, *accumulate(sizes)]
        return [into[a:b] for a, b in zip(ends, ends[1:])]


class Pieces:
    """An activation of linear pieces: its kinks, and slope and shift of each piece between them."""

    def __init__(self, kinks, pieces):
        self.kinks, self.pieces = [kink << ENDS for kink in kinks], [(slope, shift << ENDS) for slope, shift in pieces]

    def value(self, x):
        slope, shift = self.pieces[sum(x > kink for kink in self.kinks)]
        return slope * x + shift

    def corners(self, low, high):
        return [low, high, *(kink for kink in self.kinks if low < kink < high)]

    def image(self, lower, upper):
        values = [[self.value(x) for x in self.corners(*ends)] for ends in zip(lower, upper)]
        return [math.floor(min(of)) for of in values], [math.ceil(max(of)) for of in values]

    def over(self, unit, above, lower, upper, slope):
        """A line above (below) a unit over its interval, of the slope given or chosen: slopes by unit, and shift."""
        low, high = lower[unit], upper[unit]
        at, sign = self.corners(low, high), 1 if above else -1

        def touching(slope):
            """Whatever the slope, however rounded: the line is on its side of all corners, so of all between."""
            a = rounded(slope, SLOPES)
            return a, sign * math.ceil(max(sign * (self.value(x) * (1 << SLOPES) - a * x) for x in at))

        bounds = zip([-math.inf, *self.kinks], [*self.kinks, math.inf], self.pieces)
        within = [own for first, last, (own, _) in bounds if first <= low and high <= last]
        chords = (Fraction(self.value(x) - self.value(y)) / (x - y) for x in at for y in at if x > y)
        tries = within[-1:] or ([*(own for own, _ in self.pieces), *chords] if slope is None else [slope])
        a, shift = min(map(touching, tries), key=lambda line: sign * (line[0] * (low + high) + 2 * line[1]))
        return {unit: a}, shift


def reshape(node, _):
    return Linear([([k], [0]) for k in range(math.prod(node['shape']))], [1.0])


def bias_of(node, units):
    return node['tensors']['bias'][1] if 'bias' in node['tensors'] else [0.0] * units


def dense(node, shapes):
    (inputs, units), kernel = node['tensors']['kernel']
    size, bias = math.prod(node['shape']), bias_of(node, units)
    spots = [k // units * inputs for k in range(size)]
    rows = [(range(s, s + inputs), range(k % units, inputs * units, units)) for k, s in enumerate(spots)]
    return Linear(rows, kernel, [bias[k % units] for k in range(size)])


def windows(node, image, extents):
    """For each place of an output the pixels of the image that a window sees, with their places in the window."""
    strides, dilations = (node['options'].get(key, [1, 1]) for key in ('strides', 'dilations'))
    axes = []
    for size, places, extent, stride, dilation in zip(image, node['shape'], extents, strides, dilations):
        beyond = max((places - 1) * stride + (extent - 1) * dilation + 1 - size, 0)
        before = beyond // 2 if node['options']['padding'] == 'same' else 0
        axes.append([[(p, k) for k in range(extent) if 0 <= (p := o * stride - before + k * dilation) < size]
                     for o in range(places)])
    for rows, columns in product(*axes):
        yield [(v * image[1] + h, a * extents[1] + b) for v, a in rows for h, b in columns]


def convolution(node, shapes):
    (height, width, own, filters), kernel = node['tensors']['kernel']
    image, rows = shapes[0], []
    share, bias = filters * own // image[2], bias_of(node, filters)
    for seen in windows(node, image, [height, width]):
        for f in range(filters):
            first = f // share * own
            columns = [pixel * image[2] + first + c for pixel, _ in seen for c in range(own)]
            rows.append((columns, [(place * own + c) * filters + f for _, place in seen for c in range(own)]))
    return Linear(rows, kernel, [bias[k % filters] for k in range(len(rows))])


def relu(*_):
    return Pieces([0], [(0, 0), (1, 0)])


# what makes the op of a node, of it and the shapes of its inputs: None where it does not know it
OPS = {'dense': dense, 'conv2d': convolution, 'reshape': reshape, 'relu': relu}


class Network:
    """Nodes with the op of each, in real numbers: other arithmetics add what they lose."""

    rounds = False

    def __init__(self, nodes, ops={}):
        """`ops`: those of nodes by their place, where they are known already."""
        self.nodes, self.sizes, self.ops = nodes, [math.prod(node['shape']) for node in nodes], [None]
        for i, node in enumerate(nodes[1:], 1):
            make = OPS.get(node['op'], lambda *_: None)
            self.ops.append(ops.get(i) or make(node, [nodes[j]['shape'] for j in node['inputs']]))
        unknown = (node['op'] for node, op in zip(nodes[1:], self.ops[1:]) if not op)
        self.unknown = next(unknown, None)

    def computed(self, i, lower, upper, enclosures):
        """Of the exact image of node `i` what may be computed; errors of its units go to `enclosures.errors`."""
        return lower, upper
