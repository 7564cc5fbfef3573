import { isOf, mixing } from '@ibp/core';
import type { LoweredNetwork, OpNode } from '@ibp/layers';
import { isLinear } from './relax-node';

const isUnitwise = ({ op, params }: OpNode): boolean =>
  isOf('elementwise', op) || mixing(op, params) === 'unitwise';

/**
 * Which nodes' interval bounds cannot be improved on: those whose units depend on one input unit each, and what one
 * linear op makes of these.
 */
export function exactNodes({ nodes }: LoweredNetwork): readonly boolean[] {
  const separate: boolean[] = [];
  return nodes.map((node, i) => {
    const before = node.inputs.length === 1 && separate[node.inputs[0]!]!;
    separate[i] = node.op === 'input' || (before && isUnitwise(node));
    return separate[i]! || (before && isLinear(node));
  });
}
