"""Whether a proof refutes what is unsafe: any is a list of leaves, each a part of the box with a backward pass."""
import math
from collections import defaultdict
from fractions import Fraction
from functools import cached_property

from core.bounds import Enclosures, greatest
from core.finding import Unshown, require
from core.ops import ENDS, SLOPES, rounded, whole
from core.reading import unpacked

LEAVES, SPLITS = 100_000, 1_000_000
ROOT_STEPS = []  # what makes enclosures of the whole box narrower, of a proof, its part and these
OVER = []  # planes above or below units, by `(node, unit, above)`, of a leaf and its enclosures
NARROWER = []  # enclosures of a leaf of a proof that has some more, of both, the leaf's splits, its part and root


class Part:
    """A box, a network and what is unsafe of it, with what proofs about them share."""

    def __init__(self, network, box, unsafe):
        self.network, self.box, self.unsafe, self.made = network, box, unsafe, {}

    @cached_property
    def root(self):
        return Enclosures(self.network, self.box)


def all_below_0(bounds):
    return all(bound < 0 for bound in bounds)


def leaves_of(proof):
    """A tree's leaves; of a proof without splits the box itself is the one leaf."""
    return proof['leaves'] if proof['kind'] == 'tree' else [{**proof, 'splits': []}]


def covered(paths):
    """Whether leaves, each the splits on its way, leave nothing out: a place is covered where both sides are."""
    places = defaultdict(set)  # that are covered, by their depth
    for path in paths:
        places[len(path)].add(tuple(path))
    for depth in range(max(places, default=0), 0, -1):
        for path in places[depth]:
            *before, (node, unit, active, at) = path
            if (*before, (node, unit, not active, at)) in places[depth]:
                places[depth - 1].add(tuple(before))
    return bool(places[0])


def split_of(split, network):
    node, unit, side = split['node'], split['unit'], split['side']
    there = 0 <= node < len(network.nodes) and 0 <= unit < network.sizes[node]
    require(there and side in ('active', 'inactive'), 'a split is of what is not there')
    return node, unit, side == 'active', split.get('at', 0)


def paths_of(proof, part):
    """The splits of each leaf, which leave no part of the box out."""
    leaves = leaves_of(proof)
    few = len(leaves) <= LEAVES and sum(len(leaf['splits']) for leaf in leaves) <= SPLITS
    require(few, 'more leaves or splits than are checked', Unshown)
    paths = [[split_of(split, part.network) for split in leaf['splits']] for leaf in leaves]
    require(covered(paths), 'the leaves leave a part of the box out')
    return paths


def slope_table(entries):
    """Slopes by `(node, unit, above)`, of `(entry, above, slopes)`: a NaN, or none, leaves the choice."""
    table = {}
    for of, above, slopes in entries:
        for unit, slope in zip(of['units'], slopes):
            if not math.isnan(slope):
                require(not math.isinf(slope), 'a slope is infinite', Unshown)
                table[of['node'], unit, above] = slope
    return table


def slopes_of(text):
    """Packed slopes; none where they are no list."""
    return unpacked({'float32': text}) or []


def rows_of(rows, multipliers):
    """The rows of a conjunction, or their sum with multipliers: at an unsafe output that is 0 or above as well."""
    if multipliers and any(multipliers):
        require(len(multipliers) == len(rows) and min(multipliers) >= 0, 'expected a multiplier >= 0 for each row')
        rows = [[sum(Fraction(m) * Fraction(x) for m, x in zip(multipliers, column)) for column in zip(*rows)]]
    return [whole(row) for row in rows]


def pass_of(proof, leaf):
    """The slopes of a backward pass, and its multipliers of splits."""
    sides = (('above', True), ('below', False))
    given = [(of, above, of.get(name, [])) for of in leaf.get('slopes', []) for name, above in sides]
    given += [(of, False, slopes_of(text)) for of, text in zip(proof.get('units', []), leaf.get('below', []))]
    slopes, betas = slope_table(given), [rounded(b, SLOPES) for b in leaf.get('betas', [])]
    require(all(b >= 0 for b in betas), 'expected a beta >= 0 for each split')
    return slopes, betas


def leaf_bounds(proof, leaf, path, part, root):
    """What a leaf gives for each conjunction: over intervals anew, and where these do not do over the root's."""
    slopes, betas = pass_of(proof, leaf)
    splits = [(node, unit, active, rounded(at, ENDS, up=not active)) for node, unit, active, at in path]
    multipliers = leaf.get('multipliers')
    rows = [rows_of(part.unsafe[k], multipliers and multipliers[n]) for n, k in enumerate(proof['conjunctions'])]
    best = [math.inf] * len(rows)
    hows = ({'known': dict(enumerate(root.boxes))}, {'root': root}) if splits else ({'root': root},)
    ways = [lambda how=how: Enclosures(part.network, part.box, splits, **how) for how in hows]
    ways += [lambda more=more: more(proof, leaf, splits, part, root) for more in NARROWER]
    for way in ways:
        try:
            at = way()
        except Unshown:
            continue
        if at is None:
            continue
        if at.empty:
            return [-math.inf] * len(rows)
        over = {key: plane for more in OVER for key, plane in more(leaf, at).items()}
        found = [min(greatest(at, row, slopes, over, betas, proof['kind'] == 'ibp') for row in of) for of in rows]
        best = list(map(min, best, found))
        if all_below_0(best):
            break
    return best


def bounds(proof, part):
    """The greatest bounds of all leaves, for each conjunction."""
    paths, root = paths_of(proof, part), part.root
    for step in ROOT_STEPS:
        root = step(proof, part, root)
    leaves = zip(leaves_of(proof), paths)
    return [max(of) for of in zip(*(leaf_bounds(proof, leaf, path, part, root) for leaf, path in leaves))]


KINDS = dict.fromkeys(('ibp', 'crown', 'tree'), bounds)  # what gives the bounds of a proof, of it and its part
