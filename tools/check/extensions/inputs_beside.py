"""Rows of inputs and outputs: of the network whose output is its input and then its own output."""
import math

from core.question import BESIDE


def with_inputs(nodes):
    nodes, flat, plain = list(nodes), [], {'options': {}, 'tensors': {}}
    for at in (0, len(nodes) - 1):
        flat.append(at if len(nodes[at]['shape']) == 1 else len(nodes))
        if flat[-1] == len(nodes):
            nodes.append({**plain, 'op': 'reshape', 'inputs': [at], 'shape': [math.prod(nodes[at]['shape'])]})
    shape = [sum(nodes[at]['shape'][0] for at in flat)]
    return [*nodes, {**plain, 'op': 'concat', 'inputs': flat, 'shape': shape}]


BESIDE['inputs-and-outputs'] = with_inputs
