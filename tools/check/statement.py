"""What is asked of an example: a region of inputs, and conjunctions of rows of outputs."""
import math
import struct
from fractions import Fraction

from ops import Unshown
from proofs import ends_of, reject
from reading import input_hash, refuse, unpacked


def end(x):
    return float(x.replace('Infinity', 'inf')) if isinstance(x, str) else x


def by_feature(values, size):
    values = values if isinstance(values, list) else [values] * size
    if len(values) != size:
        reject(f'expected {size} features, got {len(values)}')
    return [end(x) for x in values]


def rounded32(x):
    try:
        return struct.unpack('<f', struct.pack('<f', x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


def region_of(region, shared, size):
    """What a region says, number for number."""
    if region['kind'] == 'boxes':
        return [[[end(x) for x in box[key]] for key in ('lower', 'upper')] for box in region['boxes']]
    epsilon, range_ = (region.get(key, shared.get(key)) for key in ('epsilon', 'range'))
    if epsilon is None or range_ is None:
        reject('it states no epsilon or no range')
    return [by_feature(epsilon, size), *(by_feature(x, size) for x in range_)]


def rows_of(unsafe, size, outputs):
    """Conjunctions of rows, and whether they are of inputs too."""
    if unsafe['kind'] == 'rows':
        of_inputs = 'of' in unsafe
        units = outputs + size if of_inputs else outputs
        if any(len(rows['c']) != units * len(rows['d']) or not rows['d'] for rows in unsafe['any']) or not unsafe['any']:
            reject('its rows are not of the network')
        return unsafe['any'], of_inputs
    label, classes = unsafe['label'], unsafe['classes']
    if classes != outputs or label >= classes:
        reject('its classes are not those of the network')
    others = [(label + 1 + k) % classes for k in range(classes - 1)]
    return [{'c': [float(k == o) - float(k == label) for k in range(classes)], 'd': [0.0]} for o in others], False


def with_inputs(nodes):
    """The network whose output is its input and then its own output."""
    nodes, flat = list(nodes), []
    plain = {'options': {}, 'tensors': {}}
    for at in (0, len(nodes) - 1):
        flat.append(at if len(nodes[at]['shape']) == 1 else len(nodes))
        if flat[-1] == len(nodes):
            nodes.append({**plain, 'op': 'reshape', 'inputs': [at], 'shape': [math.prod(nodes[at]['shape'])]})
    shape = [sum(nodes[at]['shape'][0] for at in flat)]
    return [*nodes, {**plain, 'op': 'concat', 'inputs': flat, 'shape': shape}]


class Question:
    """What is asked of one example."""

    def __init__(self, example, shared, nodes):
        self.size, outputs = math.prod(nodes[0]['shape']), math.prod(nodes[-1]['shape'])
        self.region, self.kind = region_of(example['region'], shared, self.size), example['region']['kind']
        self.unsafe, self.of_inputs = rows_of(example['unsafe'], self.size, outputs)
        if self.kind == 'ball':
            given = example['region']['input']
            self.x = None if 'sha256' in given else unpacked(given)
            if self.x is None or len(self.x) != self.size:
                refuse('expected every input to be embedded in what is asked')
            epsilon, least, most = self.region
            self.least, self.most = [min(v, rounded32(v)) for v in least], [max(v, rounded32(v)) for v in most]

    def compare(self, example, shared):
        """Rejects an example of a certificate that states anything else."""
        if example['region']['kind'] != self.kind or region_of(example['region'], shared, self.size) != self.region:
            reject('its inputs are others than those asked about')
        given = example['region'].get('input', {})
        if given and given != {'sha256': input_hash(self.x)} and ('sha256' in given or unpacked(given) != self.x):
            reject('the input is another one')
        c_of = len(self.unsafe[0]['c']) // len(self.unsafe[0]['d']) - (self.size if self.of_inputs else 0)
        if rows_of(example['unsafe'], self.size, c_of) != (self.unsafe, self.of_inputs):
            reject('its rows are others than those asked about')

    def boxes(self):
        """Each box, or None for one with ends that are not finite."""
        found = []
        if self.kind == 'ball':
            epsilon = self.region[0]
            if not all(map(math.isfinite, [*self.x, *epsilon])):
                return [None]
            exact = [(Fraction(p), Fraction(e)) for p, e in zip(self.x, epsilon)]
            low = [max(p - e, l) for (p, e), l in zip(exact, self.least)]
            high = [min(p + e, u) for (p, e), u in zip(exact, self.most)]
        for low, high in [(low, high)] if self.kind == 'ball' else self.region:
            try:
                found.append(ends_of(low, high))
            except Unshown:
                found.append(None)
        return found

    def holds(self, point):
        """Whether a point is an input that is asked about."""
        if len(point) != self.size or any(map(math.isnan, point)):
            return False
        if self.kind == 'boxes':
            return any(all(a <= v <= b for a, v, b in zip(low, point, high)) for low, high in self.region)
        return all(math.isfinite(v) and abs(Fraction(v) - Fraction(p)) <= Fraction(e) and a <= v <= b for v, p, e, a, b
                   in zip(point, self.x, self.region[0], self.least, self.most))
