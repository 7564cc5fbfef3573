"""Hidden units bounded by backward passes of their own: all of open sign, or those that a proof lists."""
from core.bounds import Enclosures, greatest
from core.ops import ENDS, Linear, Pieces, rounded
from core.proofs import ROOT_STEPS, slope_table, slopes_of


def tightened(old, node, units, known, slopes_of=lambda unit, above: {}):
    """The same box with units of a node bounded backward, which is put to what is `known`; all later nodes anew."""
    lower, upper = map(list, old.boxes[node])
    for unit in units:
        def most(sign):
            row = [sign if k == unit else 0 for k in range(len(lower))] + [0]
            return greatest(old, (row, 0), slopes_of(unit, sign > 0), start=node)

        upper[unit] = min(upper[unit], rounded(most(1), ENDS, up=True))
        lower[unit] = max(lower[unit], rounded(-most(-1), ENDS))
    known[node] = lower, upper
    return Enclosures(old.network, old.boxes[0], known=known)


def by_open_units(proof, part, root):
    """With `intermediate: crown`, units of open sign that activations take in, node by node."""
    if proof.get('intermediate') != 'crown':
        return root
    if 'crown' not in part.made:
        network, known = part.network, {}
        taken_in = {node['inputs'][0] for node, op in zip(network.nodes, network.ops) if isinstance(op, Pieces)}
        for node in sorted(taken_in):
            exact = isinstance(network.ops[node], Linear) and not any(network.nodes[node]['inputs'])
            units = [k for k, (a, b) in enumerate(zip(*root.boxes[node])) if a < 0 < b]
            root = root if exact else tightened(root, node, units, known)
        part.made['crown'] = root
    return part.made['crown']


def by_listed_units(proof, part, root):
    """Then those of each entry of a proof's `hidden`, in order."""
    known = dict(enumerate(root.boxes))
    for entry in proof.get('hidden', []):
        before = [one for one in proof.get('units', []) if one['node'] < entry['node']]

        def given(unit, above):
            numbers = iter(slopes_of(entry['above' if above else 'below'][entry['units'].index(unit)]))
            return slope_table((one, False, [x for _, x in zip(one['units'], numbers)]) for one in before)

        root = tightened(root, entry['node'], entry['units'], known, given)
    return root


ROOT_STEPS += [by_open_units, by_listed_units]
