"""Rejects proofs whose lists do not fit what they are about: such a list proves nothing less, but nobody means it."""
import math

from core.finding import require
from core.findings import FAULTS
from core.proofs import all_below_0, leaves_of


def distinct(of):
    return len(set(of)) == len(of)


def listed(network, entries):
    """Whether entries are of nodes and units that are there, and no two of one node."""
    sizes = dict(enumerate(network.sizes))
    there = all(unit < sizes.get(one['node'], 0) for one in entries for unit in one['units'])
    return there and all(one['node'] in sizes for one in entries) and distinct([one['node'] for one in entries])


def fault(proof, part):
    conjunctions, units, hidden = proof['conjunctions'], proof.get('units', []), proof.get('hidden', [])
    known = distinct(conjunctions) and all(k < len(part.unsafe) for k in conjunctions)
    require(known, 'a conjunction is not there, or comes twice')
    stored = proof.get('bounds', [-1] * len(conjunctions))
    require(len(stored) == len(conjunctions) and all_below_0(stored), 'expected a bound below 0 for each conjunction')
    if proof['kind'] in ('box-tree', 'unchecked'):
        require('form' not in proof or not part.network.rounds, 'a form proves nothing of what rounds')
        return
    rows = [len(part.unsafe[k]) for k in conjunctions]
    there = all(listed(part.network, of) for of in (units, hidden, proof.get('slopes', [])))
    require(there, 'slopes are of what is not there')
    even = all(distinct(h['units']) and len(h['units']) == len(h['above']) == len(h['below']) for h in hidden)
    require(even, 'expected slopes above and below for each hidden unit, each once')
    for leaf in leaves_of(proof):
        splits, betas, multipliers = leaf['splits'], leaf.get('betas'), leaf.get('multipliers')
        known = all(listed(part.network, [{'node': s['node'], 'units': [s['unit']]}]) for s in splits)
        require(known, 'a split is of what is not there')
        signed = betas is None or len(betas) == len(splits) and all(0 <= b < math.inf for b in betas)
        require(signed, 'expected a beta >= 0 for each split')
        weighted = multipliers is None or len(multipliers) == len(rows) and all(
            len(of) in (0, n) for of, n in zip(multipliers, rows))
        require(weighted, 'multipliers are not those of the conjunctions')
        few = proof['kind'] != 'tree' or len(leaf.get('below', [])) <= len(units)
        require(few, 'a leaf has slopes of more than units')
    for clip in proof.get('clips', []):
        own = clip.get('multipliers', [[]])
        fits = all(0 <= b < math.inf for b in clip.get('betas', [])) and len(clip.get('below', [])) <= len(units)
        require(fits and len(own) == 1 and len(own[0]) in (0, rows[0]), 'a clip has lists that do not fit')


FAULTS['proof'].append(fault)
