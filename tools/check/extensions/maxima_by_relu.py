"""The form `maxima-by-relu`: `max(a, b) = a + relu(b - a)` in place of maxima."""
from core.ops import Pieces
from extensions.box_tree import FORMS
from extensions.more_ops import Maximum
from extensions.simplified import made_of


def maxima_by_relu(network):
    """`max(a, b) = a + relu(b - a)` in place of maxima, pair by pair; activations that never fall come after them."""
    readers = [[i for i, node in enumerate(network.nodes) if j in node['inputs']] for j in range(len(network.nodes))]
    late = {i for i, op in enumerate(network.ops) if isinstance(op, Pieces) and op.kinks == [0]
            and all(slope >= 0 for slope, _ in op.pieces)
            and len(readers[i]) == 1 and isinstance(network.ops[readers[i][0]], Maximum)}
    nodes, rows, places, left = [], {}, [], 1 << 18

    def put(node, own=None):
        nodes.append({'op': 'rows', 'options': {}, 'tensors': {}, **node})
        if own:
            rows[len(nodes) - 1] = own
        return len(nodes) - 1

    for i, node in enumerate(network.nodes):
        inputs = [places[j] for j in node['inputs']]
        if i in late or not isinstance(network.ops[i], Maximum):
            places.append(inputs[0] if i in late else put({**node, 'inputs': inputs}))
            continue
        longest, windows = network.ops[i].most, network.ops[i].windows
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
    """Neighbours in each window as pairs, each pair once, until one is left of each; at the end in their order."""
    levels, count = [], size
    while any(len(of) > 1 for of in windows):
        cut = [[tuple(of[k:k + 2]) for k in range(0, len(of), 2)] for of in windows]
        places = {pair: k for k, pair in enumerate(dict.fromkeys(pair for of in cut for pair in of))}
        windows, count = [[places[pair] for pair in of] for of in cut], len(places)
        levels.append(list(places))
    if not levels or windows != [[k] for k in range(count)]:
        levels.append([(of[0],) for of in windows])
    return levels


FORMS['maxima-by-relu'] = maxima_by_relu
