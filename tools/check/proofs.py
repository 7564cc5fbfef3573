"""Whether a proof refutes every output that is unsafe: by the words of the specification, kind by kind."""
import math
from fractions import Fraction

from bounds import SLOPES, Enclosures, backward, ceil, enclosed, floor, tightened
from forms import maxima_by_relu, simplified
from ops import Unshown, whole
from reading import unpacked
from rounding import ENDS

LEAVES, SPLITS = 100_000, 1_000_000


class Rejected(Exception):
    """What a proof claims is not so, or is no proof."""


def reject(why):
    raise Rejected(why)


def ends_of(low, high):
    """A box of the numbers given, from outside."""
    if not all(math.isfinite(x) for x in [*low, *high]) or any(a > b for a, b in zip(low, high)):
        raise Unshown('the box has ends that are not finite, or holds no input')
    return [floor(Fraction(x), ENDS) for x in low], [ceil(Fraction(x), ENDS) for x in high]


class Part:
    """A box and what its proofs share."""

    def __init__(self, network, box, unsafe):
        self.network, self.box, self.unsafe, self.made = network, box, unsafe, {}

    def enclosed(self, intermediate):
        if intermediate not in self.made:
            self.made[intermediate] = enclosed(self.network, self.box, intermediate)
        return self.made[intermediate]

    def in_form(self, form):
        """The same of an equal network."""
        if form not in self.made:
            make = {'simplified': simplified, 'maxima-by-relu': maxima_by_relu}[form]
            unknown = self.network.unknown
            self.made[form] = self if unknown else Part(make(self.network), self.box, self.unsafe)
        return self.made[form]


def rows_of(rows, multipliers):
    """The rows of a conjunction, or the one that is their sum with multipliers."""
    c, units, d = rows['c'], len(rows['c']) // len(rows['d']), rows['d']
    split = [c[r * units:(r + 1) * units] for r in range(len(d))]
    if not multipliers or not any(multipliers):
        return [(*whole(row), Fraction(constant)) for row, constant in zip(split, d)]
    (m, one), (all_c, two) = whole(multipliers), whole(c)
    total = [sum(m[r] * all_c[r * units + k] for r in range(len(d))) for k in range(units)]
    return [(total, one + two, sum(Fraction(multipliers[r]) * Fraction(d[r]) for r in range(len(d))))]


def refuting(part, enclosures, conjunctions, multipliers, **options):
    """For each conjunction the least bound of its rows or of their sum; None for none."""
    bounds = []
    for k, conjunction in enumerate(conjunctions):
        rows = rows_of(part.unsafe[conjunction], multipliers[k] if multipliers else None)
        found = [backward(enclosures, row, **options) for row in rows]
        bounds.append(min((b for b in found if b is not None), default=None))
    return bounds


def slope_table(lists):
    """Slopes by node and unit, from `(node, units, above, below)`; a NaN, or none, leaves the choice."""
    table = {}
    for node, units, above, below in lists:
        given = [{u: s for u, s in zip(units, side or []) if not math.isnan(s)} for side in (above, below)]
        if any(math.isinf(s) for side in given for s in side.values()):
            raise Unshown('a slope is infinite')
        table[node] = given
    return table


def plane_table(network, planes):
    """Slopes of planes by node and unit."""
    table = {}
    for one in planes:
        numbers, node = unpacked({'float32': one['slopes']}), one['node']
        if not all(map(math.isfinite, numbers)):
            raise Unshown('a slope of a plane is not finite')
        before, at, table[node] = network.nodes[node]['inputs'][0], 0, {}
        for unit in one['units']:
            length = len(network.row(before, unit)[0])
            table[node][unit] = numbers[at:at + length]
            at += length
    return table


def planes_fit(planes, network):
    """Rejects planes of what can have none, and lists that are not of their units."""
    for one in planes:
        if not network.planed(one['node']):
            reject('planes are of a node that can have none')
        if len(set(one['units'])) < len(one['units']):
            reject('a unit has two planes')
        before = network.nodes[one['node']]['inputs'][0]
        expected = sum(len(network.row(before, unit)[0]) for unit in one['units'])
        numbers = unpacked({'float32': one['slopes']})
        if numbers is None or len(numbers) != expected:
            reject('expected a slope of a plane for each entry of its row')


def well_formed(proof, network, unsafe, boxes):
    """Rejects what is wrong before anything is computed."""
    conjunctions = proof['conjunctions']
    stored = proof.get('bounds')
    if any(k >= len(unsafe) for k in conjunctions) or len(set(conjunctions)) < len(conjunctions):
        reject('a conjunction is not there, or comes twice')
    if proof.get('box', 0) >= boxes:
        reject('the box is not there')
    if stored is not None and (len(stored) != len(conjunctions) or not all(b < 0 for b in stored)):
        reject('expected a bound below 0 for each conjunction')
    rows = [len(unsafe[k]['d']) for k in conjunctions]

    def weighted(multipliers):
        if multipliers is not None:
            if len(multipliers) != len(rows) or any(m and len(m) != n for m, n in zip(multipliers, rows)):
                reject('expected a multiplier for each row of each conjunction')

    def listed(lists):
        nodes = [one['node'] for one in lists]
        if len(set(nodes)) < len(nodes) or any(n >= len(network.nodes) for n in nodes):
            reject('slopes of a node come twice, or it is not there')
        if any(u >= network.sizes[n] for n, one in zip(nodes, lists) for u in one['units']):
            reject('slopes are of a unit that is not there')

    if proof['kind'] in ('ibp', 'crown', 'sdp'):
        weighted(proof.get('multipliers'))
        listed(proof.get('slopes', []))
    if proof['kind'] == 'tree':
        for leaf in proof['leaves']:
            splits, betas = leaf['splits'], leaf.get('betas')
            if betas is not None and (len(betas) != len(splits) or not all(b >= 0 for b in betas)):
                reject('expected a beta >= 0 for each split')
            if len(leaf.get('below', [])) > len(proof.get('units', [])):
                reject('expected a list of slopes for each entry of units')
            if any(s['node'] >= len(network.nodes) or s['unit'] >= network.sizes[s['node']] for s in splits):
                reject('a split is of a unit that is not there')
            weighted(leaf.get('multipliers'))
            listed(leaf.get('planes', []))
            planes_fit(leaf.get('planes', []), network)
        hidden = proof.get('hidden', [])
        if any(len(set(h['units'])) < len(h['units']) or not len(h['units']) == len(h['above']) == len(h['below'])
               for h in hidden):
            reject('expected slopes above and below for each hidden unit, each once')
        listed(proof.get('units', []))
        listed(hidden)


def covered(leaves):
    """Rejects leaves that are not all leaves of a tree: each is the splits from the root down."""
    if len(leaves) > LEAVES or sum(len(leaf['splits']) for leaf in leaves) > SPLITS:
        raise Unshown('more leaves or splits than are checked')
    root = {'leaf': False, 'forks': {}}
    order = [root]
    for leaf in leaves:
        place = root
        for s in leaf['splits']:
            fork = place['forks'].setdefault((s['node'], s['unit'], s.get('at', 0.0)), {})
            if s['side'] not in fork:
                fork[s['side']] = {'leaf': False, 'forks': {}}
                order.append(fork[s['side']])
            place = fork[s['side']]
        place['leaf'] = True
    for place in reversed(order):
        both = (fork for fork in place['forks'].values() if len(fork) == 2)
        place['all'] = place['leaf'] or any(all(side['all'] for side in fork.values()) for fork in both)
    if not root['all']:
        reject('the leaves leave a part of the box out')


def tree_bounds(proof, part):
    network, units = part.network, proof.get('units', [])
    conjunctions = proof['conjunctions']
    root, tighter = part.enclosed(proof['intermediate']), {}
    if proof.get('hidden') and root.state == 'bounded':
        tighter = {i: box for i, box in enumerate(root.boxes)}
    for entry in proof.get('hidden', []):
        node = entry['node']
        before = [one for one in units if one['node'] < node]

        def by_slopes(old, row, unit, sign):
            text = entry['above' if sign > 0 else 'below'][entry['units'].index(unit)]
            numbers, lists = iter(unpacked({'float32': text}) or []), []
            for one in before:
                own = [number for _, number in zip(one['units'], numbers)]
                lists.append((one['node'], one['units'], None, own))
            return backward(old, row, start=node, slopes=slope_table(lists))

        if root.state == 'bounded':
            root = tightened(network, part.box, root, node, entry['units'], tighter, by_slopes)
    worst = [-math.inf] * len(conjunctions)
    known = dict(enumerate(root.boxes))
    for leaf in proof['leaves']:
        splits = [(s['node'], s['unit'], s['side'] == 'active',
                   (floor if s['side'] == 'active' else ceil)(Fraction(s.get('at', 0.0)), ENDS)) for s in leaf['splits']]
        betas = [floor(Fraction(b), SLOPES) for b in leaf.get('betas', [])]
        given = zip(units, leaf.get('below', []))
        slopes = slope_table((u['node'], u['units'], None, unpacked({'float32': text})) for u, text in given)
        planes = plane_table(network, leaf.get('planes', []))
        options = {'betas': betas, 'slopes': slopes, 'planes': planes}
        ways = [Enclosures(network, part.box, splits, known), root.cut_by(splits)]
        best = [None] * len(conjunctions)
        for enclosures in ways:
            found = refuting(part, enclosures, conjunctions, leaf.get('multipliers'), **options)
            best = [min((b for b in pair if b is not None), default=None) for pair in zip(best, found)]
            if all(b is not None and b < 0 for b in best):
                break
        worst = [None if None in pair else max(pair) for pair in zip(worst, best)]
    return worst


def part_bounds(proof, part):
    """What a proof over a box gives for each of its conjunctions; None where nothing."""
    if proof['kind'] == 'tree':
        return tree_bounds(proof, part)
    conjunctions, multipliers = proof['conjunctions'], proof.get('multipliers')
    if proof['kind'] == 'ibp':
        return refuting(part, part.enclosed('ibp'), conjunctions, multipliers, linear_only=True)
    lists = [(s['node'], s['units'], s.get('above'), s.get('below')) for s in proof.get('slopes', [])]
    enclosures = part.enclosed(proof['intermediate'])
    return refuting(part, enclosures, conjunctions, multipliers, slopes=slope_table(lists))


def parts_of(nodes, at, box):
    """The parts of a box that a tree cuts no more, in preorder, with their kinds."""
    stack, cuts = [[list(end) for end in box]], iter(at)
    for kind in nodes:
        if not stack:
            reject('a node is beyond the last leaf')
        lower, upper = stack.pop()
        if kind < 2:
            yield kind, (lower, upper)
            continue
        feature, cut = kind - 2, next(cuts, math.nan)
        if feature >= len(lower) or not math.isfinite(cut):
            reject('a cut is of a feature that is not there, or at no number')
        below, above = floor(Fraction(cut), ENDS), ceil(Fraction(cut), ENDS)
        if not (lower[feature] < below and above < upper[feature]):
            reject('a cut is outside its part')
        other = list(lower), list(upper)
        other[0][feature], upper[feature] = below, above
        stack += [other, (lower, upper)]
    if stack:
        reject('a half has no leaf')


def box_tree_bounds(proof, part):
    nodes, at = unpacked(proof['nodes']), unpacked(proof['at'])
    weights = unpacked(proof['multipliers']) if 'multipliers' in proof else []
    if nodes is None or at is None or weights is None:
        reject('a list is no list of numbers')
    conjunctions, own = proof['conjunctions'], {}
    sizes = [len(part.unsafe[k]['d']) for k in conjunctions]
    inner = [p for one in proof.get('own', []) for p in one['proofs']]
    leaves = sum(kind < 2 for kind in nodes)
    if leaves + sum(len(p.get('leaves', [])) for p in inner) > LEAVES:
        raise Unshown('more leaves than are checked')
    if len(at) != len(nodes) - leaves or len(weights) != sum(kind == 1 for kind in nodes) * sum(sizes):
        reject('expected as many cuts and multipliers as the nodes take')
    if not all(0 <= m < math.inf for m in weights):
        reject('expected multipliers >= 0')
    for one in proof.get('own', []):
        if one['leaf'] >= leaves or one['leaf'] in own:
            reject('proofs are of a leaf that is not there, or that has some')
        own[one['leaf']] = one['proofs']
    for _ in parts_of(nodes, at, part.box):  # that it is a tree, before anything is bounded
        pass
    for proofs in own.values():
        if sorted(k for p in proofs for k in p['conjunctions']) != sorted(conjunctions):
            reject('expected one proof of each conjunction for a leaf')
        for p in proofs:
            if 'box' in p:
                reject('a proof of a leaf is of no other box')
            well_formed(p, part.network, part.unsafe, 1)
            if p['kind'] == 'tree':
                covered(p['leaves'])
    worst, used = [-math.inf] * len(conjunctions), 0
    for number, (kind, box) in enumerate(parts_of(nodes, at, part.box)):
        here, multipliers = Part(part.network, box, part.unsafe), []
        for size in sizes if kind else []:
            multipliers.append(weights[used:used + size])
            used += size
        if number in own:
            found = {k: b for p in own[number] for k, b in zip(p['conjunctions'], part_bounds(p, here))}
            bounds = [found[k] for k in conjunctions]
        else:
            bounds = refuting(here, here.enclosed(proof['intermediate']), conjunctions, multipliers)
        worst = [None if None in pair else max(pair) for pair in zip(worst, bounds)]
        if not all(b is not None and b < 0 for b in bounds):
            break
    return worst


def check_proof(proof, part, boxes, tolerance):
    """Raises Rejected or Unshown; returns where the proof is confirmed."""
    if part.network.any_order and 'form' in proof:
        reject('other forms of networks round in other places')
    if part.network.any_order and proof['kind'] == 'sdp':
        raise Unshown('an sdp is of real numbers')
    if 'form' in proof:
        part = part.in_form(proof['form'])
    well_formed(proof, part.network, part.unsafe, boxes)
    if proof['kind'] in ('unchecked', 'sdp'):
        raise Unshown(f'{proof["kind"]}: this checker has no way to show it')
    if part.network.unknown:
        raise Unshown(f'this checker does not know op {part.network.unknown}')
    if part.box is None:
        raise Unshown('the box has ends that are not finite, or holds no input')
    if proof['kind'] == 'tree':
        covered(proof['leaves'])
    bounds = box_tree_bounds(proof, part) if proof['kind'] == 'box-tree' else part_bounds(proof, part)
    for bound, stored in zip(bounds, proof.get('bounds', [])):
        if bound is not None and stored < bound - tolerance * max(1, abs(bound)):
            reject(f'stored a bound of {stored}, but the proof gives {float(bound)}')
    if not all(b is not None and b < 0 for b in bounds):
        raise Unshown('the proof does not give a bound below 0')
