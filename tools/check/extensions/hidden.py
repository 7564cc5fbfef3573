"""Hidden units bounded by backward passes of their own: all of open sign, or those that a proof lists."""
from core.bounds import Enclosures, greatest
from core.ops import ENDS, Linear, Pieces, rounded
from core.proofs import ROOT_STEPS, slope_table, slopes_of


def tightened(old, node, units, known, slopes_of=lambda unit, above: {}, keep=None):
    """The same box with units of a node bounded backward, which is put to what is `known`; all later nodes anew.

    What there is to `keep` gets the bound and the line of each pass, by `(node, unit, above)`.
    """
    lower, upper = map(list, old.boxes[node])
    for unit in units:
        def most(sign):
            row = [sign if k == unit else 0 for k in range(len(lower))] + [0]
            line = [] if keep is not None else None
            bound = greatest(old, (row, 0), slopes_of(unit, sign > 0), start=node, line=line)
            if line:
                keep[node, unit, sign > 0] = bound, line
            return bound

        upper[unit] = min(upper[unit], rounded(most(1), ENDS, up=True))
        lower[unit] = max(lower[unit], rounded(-most(-1), ENDS))
    known[node] = lower, upper
    return Enclosures(old.network, old.boxes[0], known=known)


def first_lines(part, root):
    """Bounds and lines of the units that a linear op makes of the input, and that an activation takes in which is open there."""
    keep, network = {}, part.network
    for node, op in enumerate(network.ops):
        if isinstance(op, Linear) and not any(network.nodes[node]['inputs']):
            units = [k for k, ends in enumerate(zip(*root.boxes[node])) if is_open(network, node, *ends)]
            tightened(root, node, units, {}, keep=keep)
    return keep


def is_open(network, node, lower, upper):
    """Whether one of the activations that take a node in has a kink between two values."""
    taken = [op for of, op in zip(network.nodes, network.ops) if of['inputs'][:1] == [node] and isinstance(op, Pieces)]
    return any(lower < kink < upper for op in taken for kink in op.kinks)


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
    known, keep = dict(enumerate(root.boxes)), first_lines(part, root) if 'clips' in proof else None
    for entry in proof.get('hidden', []):
        before = [one for one in proof.get('units', []) if one['node'] < entry['node']]

        def given(unit, above):
            numbers = iter(slopes_of(entry['above' if above else 'below'][entry['units'].index(unit)]))
            return slope_table((one, False, [x for _, x in zip(one['units'], numbers)]) for one in before)

        root = tightened(root, entry['node'], entry['units'], known, given, keep)
    if keep is not None:
        root.lines = keep
    return root


ROOT_STEPS += [by_open_units, by_listed_units]
