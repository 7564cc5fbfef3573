"""Whether a proof refutes every output that is unsafe: by the words of the specification, kind by kind."""
import math
from fractions import Fraction

from bounds import SLOPES, Enclosures, backward, ceil, enclosed, floor, tightened
from forms import maxima_by_relu, simplified
from ops import Unshown, require, whole
from reading import unpacked
from rounding import ENDS

LEAVES, SPLITS = 100_000, 1_000_000
FORMS = {'simplified': simplified, 'maxima-by-relu': maxima_by_relu}


def ends_of(low, high):
    """A box of the numbers given, from outside."""
    sound = all(map(math.isfinite, [*low, *high])) and all(a <= b for a, b in zip(low, high))
    require(sound, 'the box has ends that are not finite, or holds no input', Unshown)
    return [floor(Fraction(x), ENDS) for x in low], [ceil(Fraction(x), ENDS) for x in high]


class Part:
    """A box and what its proofs share."""

    def __init__(self, network, box, unsafe):
        self.network, self.box, self.unsafe, self.made = network, box, unsafe, {}

    def once(self, key, make):
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]

    def enclosed(self, intermediate):
        return self.once(intermediate, lambda: enclosed(self.network, self.box, intermediate))

    def in_form(self, form):
        """The same of an equal network."""
        if not form or self.network.unknown:
            return self
        return self.once(form, lambda: Part(FORMS[form](self.network), self.box, self.unsafe))


def rows_of(rows, multipliers):
    """The rows of a conjunction, or the one that is their sum with multipliers."""
    c, units, d = rows['c'], len(rows['c']) // len(rows['d']), rows['d']
    if not multipliers or not any(multipliers):
        return [(*whole(c[r * units:(r + 1) * units]), Fraction(constant)) for r, constant in enumerate(d)]
    (m, one), (all_c, two) = whole(multipliers), whole(c)
    total = [sum(m[r] * all_c[r * units + k] for r in range(len(d))) for k in range(units)]
    return [(total, one + two, sum(Fraction(multipliers[r]) * Fraction(d[r]) for r in range(len(d))))]


def refuting(part, enclosures, conjunctions, multipliers, **options):
    """For each conjunction the least bound of its rows or of their sum."""
    rows = [rows_of(part.unsafe[k], multipliers and multipliers[at]) for at, k in enumerate(conjunctions)]
    return [min(backward(enclosures, row, **options) for row in of) for of in rows]


def all_below_0(bounds):
    return all(bound < 0 for bound in bounds)


def slope_table(lists):
    """Slopes by node and unit, from `(node, units, above, below)`; a NaN, or none, leaves the choice."""
    table = {}
    for node, units, above, below in lists:
        given = [{u: s for u, s in zip(units, side or []) if not math.isnan(s)} for side in (above, below)]
        require(not any(math.isinf(s) for side in given for s in side.values()), 'a slope is infinite', Unshown)
        table[node] = given
    return table


def plane_table(network, planes):
    """Slopes of planes by node and unit."""
    table = {}
    for one in planes:
        numbers, node = iter(unpacked({'float32': one['slopes']})), one['node']
        before = network.nodes[node]['inputs'][0]
        table[node] = {u: [g for _, g in zip(network.row(before, u)[0], numbers)] for u in one['units']}
        finite = all(math.isfinite(g) for own in table[node].values() for g in own)
        require(finite, 'a slope of a plane is not finite', Unshown)
    return table


def well_formed(proof, network, unsafe, boxes):
    """Rejects what is wrong before anything is computed."""
    conjunctions, stored, kind = proof['conjunctions'], proof.get('bounds'), proof['kind']

    def distinct(of):
        return len(set(of)) == len(of)

    def there(node, *units):
        return node < len(network.nodes) and all(unit < network.sizes[node] for unit in units)

    def listed(lists):
        return distinct([one['node'] for one in lists]) and all(there(one['node'], *one['units']) for one in lists)

    def weighted(of):
        return of is None or len(of) == len(rows) and all(not m or len(m) == n for m, n in zip(of, rows))

    known = distinct(conjunctions) and all(k < len(unsafe) for k in conjunctions)
    require(known and proof.get('box', 0) < boxes, 'a conjunction or box is not there, or a conjunction comes twice')
    below = stored is None or len(stored) == len(conjunctions) and all_below_0(stored)
    require(below, 'expected a bound below 0 for each conjunction')
    rows = [len(unsafe[k]['d']) for k in conjunctions]
    if kind in ('ibp', 'crown', 'sdp'):
        fit = weighted(proof.get('multipliers')) and listed(proof.get('slopes', []))
        require(fit, 'multipliers are not those of the conjunctions, or slopes are of what is not there')
    if kind != 'tree':
        return
    units, hidden = proof.get('units', []), proof.get('hidden', [])
    for leaf in proof['leaves']:
        splits, betas, planes = leaf['splits'], leaf.get('betas'), leaf.get('planes', [])
        signed = betas is None or len(betas) == len(splits) and all(b >= 0 for b in betas)
        require(signed, 'expected a beta >= 0 for each split')
        fit = len(leaf.get('below', [])) <= len(units) and weighted(leaf.get('multipliers')) and listed(planes)
        require(fit and all(there(s['node'], s['unit']) for s in splits), 'a leaf is of what is not there')
        for one in planes:
            require(network.planed(one['node']) and distinct(one['units']), 'a unit has no planes, or two')
            before, numbers = network.nodes[one['node']]['inputs'][0], unpacked({'float32': one['slopes']})
            expected = sum(len(network.row(before, unit)[0]) for unit in one['units'])
            fit = numbers is not None and len(numbers) == expected
            require(fit, 'expected a slope of a plane for each entry of its row')
    fit = all(distinct(h['units']) and len(h['units']) == len(h['above']) == len(h['below']) for h in hidden)
    require(fit and listed(units) and listed(hidden), 'lists of units do not fit, or are of what is not there')


def covered(leaves):
    """Rejects leaves that are not all leaves of a tree: each is the splits from the root down."""
    few = len(leaves) <= LEAVES and sum(len(leaf['splits']) for leaf in leaves) <= SPLITS
    require(few, 'more leaves or splits than are checked', Unshown)
    order = [{'leaf': False, 'forks': {}}]
    for leaf in leaves:
        place = order[0]
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
    require(order[0]['all'], 'the leaves leave a part of the box out')


def tree_bounds(proof, part):
    network, units = part.network, proof.get('units', [])
    root = part.enclosed(proof['intermediate'])
    tighter = dict(enumerate(root.boxes))
    for entry in proof.get('hidden', []):
        def by_slopes(unit, sign):
            text = entry['above' if sign > 0 else 'below'][entry['units'].index(unit)]
            numbers = iter(unpacked({'float32': text}) or [])
            before = [one for one in units if one['node'] < entry['node']]
            return slope_table((one['node'], one['units'], None, [x for _, x in zip(one['units'], numbers)]) for one in before)

        if root.state == 'bounded':
            root = tightened(part.box, root, entry['node'], entry['units'], tighter, by_slopes)
    worst, known = [-math.inf] * len(proof['conjunctions']), dict(enumerate(root.boxes))
    for leaf in proof['leaves']:
        splits = [(s['node'], s['unit'], s['side'] == 'active',
                   (floor if s['side'] == 'active' else ceil)(Fraction(s.get('at', 0.0)), ENDS)) for s in leaf['splits']]
        given = zip(units, leaf.get('below', []))
        slopes = slope_table((u['node'], u['units'], None, unpacked({'float32': text})) for u, text in given)
        options = {'betas': [floor(Fraction(b), SLOPES) for b in leaf.get('betas', [])], 'slopes': slopes,
                   'planes': plane_table(network, leaf.get('planes', []))}
        best = [math.inf] * len(worst)
        for make in (lambda: Enclosures(network, part.box, splits, known), lambda: Enclosures(network, None, splits, root=root)):
            if not all_below_0(best):
                found = refuting(part, make(), proof['conjunctions'], leaf.get('multipliers'), **options)
                best = list(map(min, best, found))
        worst = list(map(max, worst, best))
    return worst


def part_bounds(proof, part):
    """What a proof over a box gives for each of its conjunctions."""
    if proof['kind'] == 'tree':
        return tree_bounds(proof, part)
    conjunctions, multipliers = proof['conjunctions'], proof.get('multipliers')
    if proof['kind'] == 'ibp':
        return refuting(part, part.enclosed('ibp'), conjunctions, multipliers, linear_only=True)
    slopes = slope_table((s['node'], s['units'], s.get('above'), s.get('below')) for s in proof.get('slopes', []))
    return refuting(part, part.enclosed(proof['intermediate']), conjunctions, multipliers, slopes=slopes)


def parts_of(nodes, at, box):
    """The parts of a box that a tree cuts no more, in preorder, with their kinds."""
    stack, cuts = [[list(end) for end in box]], iter(at)
    for kind in nodes:
        require(stack, 'a node is beyond the last leaf')
        lower, upper = stack.pop()
        if kind < 2:
            yield kind, (lower, upper)
            continue
        feature, cut = kind - 2, next(cuts, math.nan)
        known = feature < len(lower) and math.isfinite(cut)
        require(known, 'a cut is of a feature that is not there, or at no number')
        below, above = floor(Fraction(cut), ENDS), ceil(Fraction(cut), ENDS)
        require(lower[feature] < below and above < upper[feature], 'a cut is outside its part')
        other = list(lower), list(upper)
        other[0][feature], upper[feature] = below, above
        stack += [other, (lower, upper)]
    require(not stack, 'a half has no leaf')


def box_tree_bounds(proof, part):
    nodes, at = unpacked(proof['nodes']), unpacked(proof['at'])
    weights = unpacked(proof['multipliers']) if 'multipliers' in proof else []
    require(None not in (nodes, at, weights), 'a list is no list of numbers')
    conjunctions, listed = proof['conjunctions'], proof.get('own', [])
    sizes, own = [len(part.unsafe[k]['d']) for k in conjunctions], {one['leaf']: one['proofs'] for one in listed}
    leaves = sum(kind < 2 for kind in nodes)
    more = sum(len(p.get('leaves', [])) for one in listed for p in one['proofs'])
    require(leaves + more <= LEAVES, 'more leaves than are checked', Unshown)
    fit = len(at) == len(nodes) - leaves and len(weights) == sum(kind == 1 for kind in nodes) * sum(sizes)
    require(fit and all(0 <= m < math.inf for m in weights), 'cuts or multipliers are not as many, or not as they are to be')
    require(len(own) == len(listed) and all(leaf < leaves for leaf in own), 'proofs are of a leaf that is not there, or has some')
    for _ in parts_of(nodes, at, part.box):  # that it is a tree, before anything is bounded
        pass
    for proofs in own.values():
        once = sorted(k for p in proofs for k in p['conjunctions']) == sorted(conjunctions)
        require(once and not any('box' in p for p in proofs), 'expected one proof of each conjunction for a leaf, of no other box')
        for p in proofs:
            well_formed(p, part.network, part.unsafe, 1)
            if p['kind'] == 'tree':
                covered(p['leaves'])
    worst, multipliers = [-math.inf] * len(conjunctions), iter(weights)
    for number, (kind, box) in enumerate(parts_of(nodes, at, part.box)):
        here = Part(part.network, box, part.unsafe)
        given = [[next(multipliers) for _ in range(size)] for size in sizes] if kind else None
        if number in own:
            found = {k: b for p in own[number] for k, b in zip(p['conjunctions'], part_bounds(p, here))}
            bounds = [found[k] for k in conjunctions]
        else:
            bounds = refuting(here, here.enclosed(proof['intermediate']), conjunctions, given)
        worst = list(map(max, worst, bounds))
        if not all_below_0(bounds):
            break
    return worst


def check_proof(proof, part, boxes, tolerance):
    """Raises Rejected or Unshown; returns where the proof is confirmed."""
    if part.network.any_order:
        require('form' not in proof, 'other forms of networks round in other places')
        require(proof['kind'] != 'sdp', 'an sdp is of real numbers', Unshown)
    part, kind = part.in_form(proof.get('form')), proof['kind']
    well_formed(proof, part.network, part.unsafe, boxes)
    require(kind not in ('unchecked', 'sdp'), f'{kind}: this checker has no way to show it', Unshown)
    require(not part.network.unknown, f'this checker does not know op {part.network.unknown}', Unshown)
    require(part.box is not None, 'the box has ends that are not finite, or holds no input', Unshown)
    if kind == 'tree':
        covered(proof['leaves'])
    bounds = box_tree_bounds(proof, part) if kind == 'box-tree' else part_bounds(proof, part)
    for bound, stored in zip(bounds, proof.get('bounds', [])):
        better = stored < bound - tolerance * max(1, abs(bound))  # not so of what is infinite
        require(not better, f'stored a bound of {stored}, which is better than what the proof gives')
    require(all_below_0(bounds), 'the proof does not give a bound below 0', Unshown)
