"""Planes above activations that are convex with their kink at 0, in what the linear op before takes in."""
import math
from fractions import Fraction

from core.finding import Unshown, require
from core.findings import FAULTS
from core.ops import ENDS, SLOPES, Linear, Pieces, rounded
from core.proofs import OVER, leaves_of
from core.reading import unpacked
from refusals.lists import distinct, listed


def row(network, i, unit):
    """The entries of a linear op's row, by column: columns, and weights."""
    return list(zip(*sorted(zip(*network.ops[i].rows[unit])))) or [(), ()]


def planed(network, i):
    """Whether planes may be above node `i`."""
    op = network.ops[i]
    before = network.nodes[i]['inputs'][0] if isinstance(op, Pieces) and op.kinks == [0] else 0
    convex = before and op.pieces[0][0] <= op.pieces[1][0]
    return convex and isinstance(network.ops[before], Linear) and len(network.nodes[before]['inputs']) == 1


def fault(proof, part):
    for leaf in leaves_of(proof) if proof['kind'] == 'tree' else []:
        entries = leaf.get('planes', [])
        require(listed(part.network, entries), 'planes are of what is not there')
        for one in entries:
            fits(one, part.network)


def fits(one, network):
    """Rejects planes that are not those of their units."""
    require(planed(network, one['node']) and distinct(one['units']), 'a unit has no planes, or two')
    before, numbers = network.nodes[one['node']]['inputs'][0], unpacked({'float32': one['slopes']})
    expected = sum(len(row(network, before, unit)[0]) for unit in one['units'])
    require(numbers is not None and len(numbers) == expected, 'expected a slope of a plane for each entry of its row')


def planes(leaf, enclosures):
    """Planes by `(node, unit, above)`: the node that they are in, slopes by unit, and shift."""
    network, found = enclosures.network, {}
    for one in leaf.get('planes', []):
        numbers, node = iter(unpacked({'float32': one['slopes']})), one['node']
        require(planed(network, node), 'a node has no planes')
        for unit in one['units']:
            columns, weights = row(network, network.nodes[node]['inputs'][0], unit)
            slopes = [g for _, g in zip(columns, numbers)]
            require(len(slopes) == len(columns), 'a slope of a plane is missing')
            require(all(map(math.isfinite, slopes)), 'a slope of a plane is not finite', Unshown)
            found[node, unit, True] = plane(enclosures, node, unit, columns, weights, slopes)
    return found


def plane(enclosures, i, unit, columns, weights, slopes):
    network = enclosures.network
    before = network.nodes[i]['inputs'][0]
    op, beyond = network.ops[before], network.nodes[before]['inputs'][0]
    lower, upper = enclosures.boxes[beyond]
    own, most = [rounded(g, SLOPES) for g in slopes], []
    for side, _ in network.ops[i].pieces:
        total = side * Fraction(op.bias[unit], 1 << op.bits)
        for j, w, g in zip(columns, weights, own):
            rest = side * Fraction(w, 1 << op.bits) - Fraction(g, 1 << SLOPES)
            total += rest * Fraction(upper[j] if rest > 0 else lower[j], 1 << ENDS)
        error = enclosures.errors[before][unit] if before in enclosures.errors else 0
        most.append(total + Fraction(abs(side) * error, 1 << ENDS))
    return beyond, dict(zip(columns, own)), rounded(max(most), ENDS + SLOPES, up=True)


OVER.append(planes)
FAULTS['proof'].append(fault)
