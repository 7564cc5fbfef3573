"""What is asked of an example: a region of inputs, and conjunctions of rows of outputs."""
import math
from fractions import Fraction

from ops import Unshown, require, rounded32
from proofs import ends_of
from reading import Refused, float64s, sha256, unpacked


def end(x):
    return float(x.replace('Infinity', 'inf')) if isinstance(x, str) else x


def region_of(region, shared, size):
    """What a region says, number for number."""
    if region['kind'] == 'boxes':
        return [[[end(x) for x in box[key]] for key in ('lower', 'upper')] for box in region['boxes']]
    epsilon, range_ = (region.get(key, shared.get(key)) for key in ('epsilon', 'range'))
    require(epsilon is not None and range_ is not None, 'it states no epsilon or no range')
    by_feature = [of if isinstance(of, list) else [of] * size for of in (epsilon, *range_)]
    require(all(len(of) == size for of in by_feature), f'expected numbers for {size} features')
    return [[end(x) for x in of] for of in by_feature]


def rows_of(unsafe, size, outputs):
    """Conjunctions of rows, and whether they are of inputs too."""
    if unsafe['kind'] == 'rows':
        units, rows = outputs + size if 'of' in unsafe else outputs, unsafe['any']
        fit = rows and all(one['d'] and len(one['c']) == units * len(one['d']) for one in rows)
        require(fit, 'its rows are not of the network')
        return rows, 'of' in unsafe
    label, classes = unsafe['label'], unsafe['classes']
    require(label < classes == outputs, 'its classes are not those of the network')
    others = [(label + 1 + k) % classes for k in range(classes - 1)]
    return [{'c': [float(k == o) - float(k == label) for k in range(classes)], 'd': [0.0]} for o in others], False


def with_inputs(nodes):
    """The network whose output is its input and then its own output."""
    nodes, flat, plain = list(nodes), [], {'options': {}, 'tensors': {}}
    for at in (0, len(nodes) - 1):
        flat.append(at if len(nodes[at]['shape']) == 1 else len(nodes))
        if flat[-1] == len(nodes):
            nodes.append({**plain, 'op': 'reshape', 'inputs': [at], 'shape': [math.prod(nodes[at]['shape'])]})
    shape = [sum(nodes[at]['shape'][0] for at in flat)]
    return [*nodes, {**plain, 'op': 'concat', 'inputs': flat, 'shape': shape}]


class Question:
    """What is asked of one example."""

    def __init__(self, example, shared, nodes):
        self.size, self.outputs = math.prod(nodes[0]['shape']), math.prod(nodes[-1]['shape'])
        self.region, self.kind = region_of(example['region'], shared, self.size), example['region']['kind']
        self.unsafe, self.of_inputs = rows_of(example['unsafe'], self.size, self.outputs)
        if self.kind == 'ball':
            given = example['region']['input']
            self.x = None if 'sha256' in given else unpacked(given)
            embedded = self.x is not None and len(self.x) == self.size
            require(embedded, 'expected every input to be embedded in what is asked', Refused)
            _, least, most = self.region
            self.least, self.most = [min(v, rounded32(v)) for v in least], [max(v, rounded32(v)) for v in most]

    def compare(self, example, shared):
        """Rejects an example of a certificate that states anything else."""
        region = example['region']
        same = region['kind'] == self.kind and region_of(region, shared, self.size) == self.region
        require(same, 'its inputs are others than those asked about')
        given = region.get('input')
        same = not given or (given['sha256'] == sha256(float64s(self.x)) if 'sha256' in given else unpacked(given) == self.x)
        require(same, 'the input is another one')
        same = rows_of(example['unsafe'], self.size, self.outputs) == (self.unsafe, self.of_inputs)
        require(same, 'its rows are others than those asked about')

    def boxes(self):
        """Each box, or None for one with ends that are not finite."""
        found, region = [], self.region
        if self.kind == 'ball':
            if not all(map(math.isfinite, [*self.x, *self.region[0]])):
                return [None]
            exact = [(Fraction(p), Fraction(e)) for p, e in zip(self.x, self.region[0])]
            region = [([max(p - e, l) for (p, e), l in zip(exact, self.least)],
                       [min(p + e, u) for (p, e), u in zip(exact, self.most)])]
        for low, high in region:
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
