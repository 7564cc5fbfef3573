import { activations } from '@ibp/bounds';
import type { OpName } from '@ibp/core';
import type { LoweredNetwork } from '@ibp/layers';
import { isLinear } from './backward';

const oneToOne: readonly OpName[] = ['affine', 'reshape', 'transpose', 'pad'];

/**
 * Which nodes' interval bounds cannot be improved on: those whose units depend on one input unit each, and what one
 * linear op makes of these.
 */
export function exactNodes({ nodes }: LoweredNetwork): readonly boolean[] {
  const separate: boolean[] = [];
  return nodes.map((node, i) => {
    const before = node.inputs.length === 1 && separate[node.inputs[0]!]!;
    separate[i] = node.op === 'input' || (before && (oneToOne.includes(node.op) || node.op in activations));
    return separate[i]! || (before && isLinear(node));
  });
}
