"""Other forms of a network: the same function, in nodes that bounds come out tighter of. Made of the network alone."""
import math

from bounds import Network
from ops import Linear, rounded32


def made_of(nodes, rows):
    """A network of nodes and, of those without an op, rows by their place: `(weights by column, bias)` each."""
    linear = {}
    for i, own in rows.items():
        weights, places = [], []
        for entries, _ in own:
            places.append((sorted(entries), range(len(weights), len(weights) + len(entries))))
            weights += [entries[k] for k in sorted(entries)]
        linear[i] = Linear(places, weights, [bias for _, bias in own])
    return Network(nodes, rows=linear)


def maxima_by_relu(network):
    """`max(a, b) = a + relu(b - a)` in place of maxima, pair by pair; activations that never fall come after them."""
    readers = [[i for i, node in enumerate(network.nodes) if j in node['inputs']] for j in range(len(network.nodes))]
    late = {i for i, f in enumerate(network.pieces) if f and f[0] == [0] and all(slope >= 0 for slope, _ in f[1])
            and len(readers[i]) == 1 and network.maxima[readers[i][0]]}
    nodes, rows, places, left = [], {}, [], 1 << 18

    def put(node, own=None):
        nodes.append({'op': 'rows', 'options': {}, 'tensors': {}, **node})
        if own:
            rows[len(nodes) - 1] = own
        return len(nodes) - 1

    for i, node in enumerate(network.nodes):
        inputs = [places[j] for j in node['inputs']]
        if i in late or not network.maxima[i]:
            places.append(inputs[0] if i in late else put({**node, 'inputs': inputs}))
            continue
        longest, windows = network.maxima[i]
        left -= len(windows) * longest
        if left < 0 or not all(windows):
            return network
        at, below = node['inputs'][0], inputs[0]
        before, levels = network.sizes[at], levels_of(windows, network.sizes[at])
        for level in levels:
            two, above = [pair for pair in level if len(pair) == 2], [below]
            relus = iter(range(before, before + len(two)))
            own = [({k: 1.0 for k in [pair[0], *([next(relus)] if len(pair) == 2 else [])]}, 0.0) for pair in level]
            if two:
                minus = put({'inputs': [below], 'shape': [len(two)]}, [({a: -1.0, b: 1.0}, 0.0) for a, b in two])
                above.append(put({'op': 'relu', 'inputs': [minus], 'shape': [len(two)]}))
            shape = node['shape'] if level is levels[-1] else [len(level)]
            below, before = put({'inputs': above, 'shape': shape}, own), len(level)
        places.append(put({**network.nodes[at], 'inputs': [below], 'shape': node['shape']}) if at in late else below)
    return made_of(nodes, rows)


def levels_of(windows, size):
    """Neighbours in each window as pairs, each pair once, until one is left of each window; in their order at the end."""
    levels, count = [], size
    while any(len(of) > 1 for of in windows):
        cut = [[tuple(of[k:k + 2]) for k in range(0, len(of), 2)] for of in windows]
        places = {pair: k for k, pair in enumerate(dict.fromkeys(pair for of in cut for pair in of))}
        windows, count = [[places[pair] for pair in of] for of in cut], len(places)
        levels.append(list(places))
    if not levels or windows != [[k] for k in range(count)]:
        levels.append([(of[0],) for of in windows])
    return levels


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
    short = rounded32(a) == a and rounded32(b) == b or is_power(a) or is_power(b)
    return exactly(a * b, short and (abs(a * b) > 2.0 ** -900 or a == 0 or b == 0))


def simplified(network):
    """Linear layers by what those before them are made of, one unit for those that are alike, and none that nothing uses."""
    entries = sum(len(op.rows) * max((len(columns) for columns, _ in op.rows), default=0) for op in network.linear if op)
    if entries > 1 << 27 or not all(op or f and f[0] == [0] for op, f in list(zip(network.linear, network.pieces))[1:]):
        return network
    rows, twins, terms, work = [None], [None], 0, [1 << 23]
    for i, node in enumerate(network.nodes[1:], 1):
        taken = [rows[j] for j in node['inputs']]
        if not network.linear[i]:
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
    op, one = network.linear[i], 1 << network.linear[i].bits
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
            (left, right), (other, sign) = (float(slope) for slope, _ in network.pieces[node][1]), twin
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
    for i, f in enumerate(network.pieces):
        if f and i < end and used[i]:
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
    active = [i for i, f in enumerate(network.pieces) if f]
    fewer = sum(len(kept[i]) for i in active) < sum(network.sizes[i] for i in active)
    return made_of(nodes, made) if fewer else network
