"""The form `simplified`: the same function, in fewer units that bounds come out tighter of."""
import math

from core.ops import Linear, Network, Pieces
from core.question import float32
from extensions.box_tree import FORMS


def made_of(nodes, rows):
    """A network of nodes and, of those without an op, rows by their place: `(weights by column, bias)` each."""
    linear = {}
    for i, own in rows.items():
        weights, places = [], []
        for entries, _ in own:
            places.append((sorted(entries), range(len(weights), len(weights) + len(entries))))
            weights += [entries[k] for k in sorted(entries)]
        linear[i] = Linear(places, weights, [bias for _, bias in own])
    return Network(nodes, linear)


class Rounded(Exception):
    """A sum or a product that is not exact."""


def exactly(result, exact):
    if not exact:
        raise Rounded
    return result


def plus(a, b):
    total = a + b
    back = total - a
    return exactly(total, a - (total - back) + (b - back) == 0)


def is_power(x):
    """0, or a power of two that is not subnormal, with either sign."""
    return x == 0 or math.isfinite(x) and abs(math.frexp(x)[0]) == 0.5 and abs(x) >= 2.0 ** -1022


def times(a, b):
    short = float32(a) == a and float32(b) == b or is_power(a) or is_power(b)
    return exactly(a * b, short and (abs(a * b) > 2.0 ** -900 or a == 0 or b == 0))


def bent(op):
    """Whether an op is an activation with its one kink at 0."""
    return isinstance(op, Pieces) and op.kinks == [0]


def simplified(network):
    """Linear layers by what those before are made of, one unit for those that are alike, none that nothing uses."""
    linear = [op for op in network.ops if isinstance(op, Linear)]
    entries = sum(len(op.rows) * max((len(columns) for columns, _ in op.rows), default=0) for op in linear)
    if entries > 1 << 27 or not all(isinstance(op, Linear) or bent(op) for op in network.ops[1:]):
        return network
    rows, twins, terms, work = [None], [None], 0, [1 << 23]
    for i, node in enumerate(network.nodes[1:], 1):
        taken = [rows[j] for j in node['inputs']]
        if not isinstance(network.ops[i], Linear):
            rows.append(None)
            twins.append(twins_of(taken[0]) if taken[0] else None)
            continue
        own = own_rows(network, i)
        terms += count(own)
        if terms > 1 << 19 or not all(map(math.isfinite, (x for of, bias in own for x in [bias, *of.values()]))):
            return network
        try:
            found = [substituted(network, of, rows, twins, work) for of in own]
        except Rounded:
            found = own
        rows.append(found if count(found) <= count(own) + sum(map(count, filter(None, taken))) else own)
        twins.append(None)
    return used_alone(network, rows)


def count(rows):
    return sum(len(terms) for terms, _ in rows)


def own_rows(network, i):
    """The rows of a linear op by units: `({(node, unit): weight}, bias)`, without weights of 0."""
    op, one = network.ops[i], 1 << network.ops[i].bits
    keys = [(j, unit) for j in network.nodes[i]['inputs'] for unit in range(network.sizes[j])]
    return [({keys[c]: w / one for c, w in zip(columns, weights) if w}, bias / one)
            for (columns, weights), bias in zip(op.rows, op.bias)]


def twins_of(rows):
    """For each row the unit before it that is equal (1) or its negative (-1); of one without terms the constant."""
    known, twins = {}, []
    for unit, (terms, bias) in enumerate(rows):
        keys = {sign: (sign * bias, tuple((k, sign * w) for k, w in sorted(terms.items()))) for sign in (1, -1)}
        found = next(((known[key], sign) for sign, key in keys.items() if key in known), None)
        twins.append(found if terms else (None, bias))
        if terms and not found:
            known[keys[1]] = unit
    return twins


def substituted(network, own, rows, twins, work):
    """A row by what the units in it are. Raises Rounded where that would be rounded, or is too much."""
    row, (terms, bias) = {}, own

    def into(key, weight):
        row[key] = plus(row.get(key, 0.0), weight)
        if row[key] == 0:
            del row[key]

    def add(of, weight):
        nonlocal bias
        work[0] -= len(of[0])
        exactly(None, work[0] >= 0)
        for key, w in of[0].items():
            into(key, times(weight, w))
        bias = plus(bias, times(weight, of[1]))

    for (node, unit), weight in terms.items():
        twin = twins[node] and twins[node][unit]
        if rows[node]:
            add(rows[node][unit], weight)
        elif not twin:
            into((node, unit), weight)
        else:
            (left, right), (other, sign) = (float(slope) for slope, _ in network.ops[node].pieces), twin
            if other is None:
                add(({}, times(sign, left if sign < 0 else right)), weight)
                continue
            into((node, other), weight)
            if sign < 0:  # f(-z) = f(z) - (left + right) z
                add(rows[network.nodes[node]['inputs'][0]][other], -times(weight, plus(left, right)))
    return row, bias


def used_alone(network, rows):
    """The network of the units that the last node depends on; the given one where activations have no fewer."""
    end = len(network.nodes) - 1
    used = [set(range(size)) if i in (0, end) else set() for i, size in enumerate(network.sizes)]
    for i in range(end, 0, -1):
        before = network.nodes[i]['inputs'][0]
        for unit in used[i]:
            for node, other in rows[i][unit][0] if rows[i] else [(before, unit)]:
                used[node].add(other)
    for i, op in enumerate(network.ops):
        if bent(op) and i < end and used[i]:
            used[i] = used[network.nodes[i]['inputs'][0]]
    kept = [sorted(units) for units in used]
    nodes, made, index = [], {}, {}
    for i, units in enumerate(kept):
        if not units:
            continue
        index[i], node, inputs = len(nodes), network.nodes[i], network.nodes[i]['inputs'][:1]
        if rows[i]:
            own = [rows[i][unit] for unit in units]
            inputs = sorted({j for terms, _ in own for j, _ in terms}) or [0]
            keys = {key: k for k, key in enumerate((j, unit) for j in inputs for unit in kept[j])}
            made[len(nodes)] = [({keys[key]: w for key, w in terms.items()}, bias) for terms, bias in own]
        op = 'rows' if rows[i] else node['op']
        nodes.append({**node, 'op': op, 'inputs': [index[j] for j in inputs], 'shape': [len(units)]})
    active = [i for i, op in enumerate(network.ops) if bent(op)]
    fewer = sum(len(kept[i]) for i in active) < sum(network.sizes[i] for i in active)
    return made_of(nodes, made) if fewer else network


FORMS['simplified'] = simplified
