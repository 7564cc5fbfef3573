"""Proofs that cut the box in two by one feature, and the halves again; of the network, or an equal one."""
import math

from core.finding import Unshown, require
from core.findings import reject
from core.ops import ENDS, rounded
from core.proofs import KINDS, LEAVES, Part, all_below_0, leaves_of, paths_of
from core.reading import unpacked

FORMS = {}  # what makes an equal network, by the name of the form
INNER = ('ibp', 'crown', 'tree')


def in_form(proof, part):
    """The part of the network that the proof is about."""
    form = proof.get('form')
    if not form:
        return part
    require(form in FORMS, f'this checker does not know the form {form}', Unshown)
    if form not in part.made:
        part.made[form] = Part(FORMS[form](part.network), part.box, part.unsafe)
    return part.made[form]


def lists_of(proof):
    """What a tree has in its packed lists: nodes, cuts and multipliers."""
    lists = [unpacked(proof[name]) if name in proof else [] for name in ('nodes', 'at', 'multipliers')]
    require(None not in lists, 'a list is no list of numbers')
    return lists


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
        below, above = rounded(cut, ENDS), rounded(cut, ENDS, up=True)
        require(lower[feature] < below and above < upper[feature], 'a cut is outside its part')
        other = list(lower), list(upper)
        other[0][feature], upper[feature] = below, above
        stack += [other, (lower, upper)]
    require(not stack, 'a half has no leaf')


def covers(proof, part):
    """Rejects what is no tree of the box, or whose lists do not fit."""
    (nodes, at, weights), conjunctions, own = lists_of(proof), proof['conjunctions'], proof.get('own', [])
    leaves, proofs = sum(kind < 2 for kind in nodes), [p for one in own for p in one['proofs']]
    more = sum(len(leaves_of(p)) for p in proofs if p['kind'] == 'tree')
    require(leaves + more <= LEAVES, 'more leaves than are checked', Unshown)
    rows = sum(len(part.unsafe[k]) for k in conjunctions)
    fit = len(at) == len(nodes) - leaves and len(weights) == sum(kind == 1 for kind in nodes) * rows
    require(fit, 'cuts or multipliers are not as many')
    require(all(0 <= m < math.inf for m in weights), 'a multiplier is below 0, or not finite')
    known = len({one['leaf'] for one in own}) == len(own) and all(0 <= one['leaf'] < leaves for one in own)
    require(known, 'proofs are of a leaf that is not there, or has some')
    for _ in parts_of(nodes, at, part.box):  # that it is a tree, before anything is bounded
        pass
    for one in own:
        once = sorted(k for p in one['proofs'] for k in p['conjunctions']) == sorted(conjunctions)
        here = not any('box' in p for p in one['proofs'])
        require(once and here, 'expected a proof of each conjunction, of no other box')
    for p in proofs:
        require(p['kind'] in INNER, 'a leaf has a proof of another kind')
        reject('proof', p, part)
        paths_of(p, part)


def bounds(proof, part):
    """The greatest bounds of the leaves, up to the first that is not refuted."""
    require('form' not in proof or not part.network.rounds, 'a form proves nothing of what rounds')
    part, (nodes, at, weights) = in_form(proof, part), lists_of(proof)
    covers(proof, part)
    conjunctions, own = proof['conjunctions'], {one['leaf']: one['proofs'] for one in proof.get('own', [])}
    worst, multipliers = [-math.inf] * len(conjunctions), iter(weights)
    for number, (kind, box) in enumerate(parts_of(nodes, at, part.box)):
        given = [[next(multipliers) for _ in part.unsafe[k]] for k in conjunctions] if kind else None
        chosen = {**proof, 'kind': 'crown', 'multipliers': given}
        here, found = Part(part.network, box, part.unsafe), {}
        for p in own.get(number, [chosen]):
            found.update(zip(p['conjunctions'], KINDS[p['kind']](p, here)))
        worst = list(map(max, worst, (found[k] for k in conjunctions)))
        if not all_below_0(worst):
            break
    return worst


KINDS['box-tree'] = bounds
