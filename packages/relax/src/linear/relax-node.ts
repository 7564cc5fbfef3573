import type { IntervalBounds } from '@ibp/bounds';
import type { InputNode, LoweredNetwork, OpNode } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';
import type { ReluSlope } from './relaxation';
import type { BackwardRule } from './rule';
import { backwardRules } from './rules';

/** The rule for a node. */
export const backwardRule = (node: OpNode): BackwardRule<OpNode['op']> =>
  backwardRules[node.op] as unknown as BackwardRule<OpNode['op']>;

export const isLinear = (node: InputNode | OpNode): boolean =>
  node.op === 'input' || backwardRule(node).linear;

/** The relaxation of one node from bounds of every node before it; nothing for a linear one. */
export function relaxNode(
  { nodes }: LoweredNetwork,
  index: number,
  bounds: readonly IntervalBounds[],
  slope: ReluSlope,
): tf.TensorContainer | undefined {
  const node = nodes[index]!;
  if (node.op === 'input') return undefined;
  const rule = backwardRule(node);
  if (rule.linear) return undefined;
  return rule.relax(
    node.inputs.map((k) => bounds[k]!),
    node.params as never,
    slope,
  );
}
