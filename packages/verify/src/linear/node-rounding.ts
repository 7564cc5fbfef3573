import {
  canPullBack,
  type IntervalBounds,
  linearRounding,
  magnitude,
  type OpName,
  type PullBackRounding,
  pullBackRounding,
} from '@ibp/bounds';
import type { LoweredNetwork } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';
import { backwardRule, type Relaxed, relaxNode } from './backward';
import type { ReluSlope } from './relaxation';

/** Nodes whose coefficients are sums: of what several nodes send back, or with multipliers of splits. */
function isSummed({ nodes }: LoweredNetwork, index: number): boolean {
  const consumers = nodes.filter(({ inputs }) => inputs.includes(index));
  return consumers.length > 1 || consumers.some((node) => node.op !== 'input' && !backwardRule(node).linear);
}

/** How many additions the constant of a specification may go through on its way to the input. */
export const additionsOf = ({ nodes }: LoweredNetwork): number => 3 * nodes.length;

/**
 * What pulling a specification back through one node may lose in float32, from bounds of all nodes up to it; nothing for
 * nodes that lose nothing.
 */
export function nodeRounding(
  network: LoweredNetwork,
  index: number,
  bounds: readonly IntervalBounds[],
  relaxation: tf.TensorContainer | undefined,
): PullBackRounding | undefined {
  const node = network.nodes[index]!;
  if (node.op === 'input') return undefined;
  const additions = additionsOf(network);
  const rule = backwardRule(node);
  const inputs = node.inputs.map((k) => bounds[k]!);
  const magnitudes = inputs.map(magnitude);
  if (!rule.linear) {
    const shapes = node.inputs.map((k) => network.nodes[k]!.shape);
    const terms = rule.terms(node.params as never, shapes, node.shape);
    // 16 more for the products of coefficients with slopes, and for what the slopes of kinked functions are off by
    const reach = rule.reach(inputs, node.params as never, relaxation);
    return pullBackRounding(reach, magnitudes, terms + additions + 16);
  }
  const linear = canPullBack(node.op as OpName)
    ? linearRounding(node.op, node.params as never, magnitudes[0]!, node.shape, additions)
    : undefined;
  if (linear || !isSummed(network, index)) return linear;
  return pullBackRounding(magnitude(bounds[index]!), magnitudes, additions);
}

/** The relaxations of all nodes, and what a pass through each may lose. */
export function relaxedNodes(
  network: LoweredNetwork,
  bounds: readonly IntervalBounds[],
  slope: ReluSlope,
): Required<Pick<Relaxed, 'relaxations' | 'rounding'>> {
  const relaxations = network.nodes.map((_, i) => relaxNode(network, i, bounds, slope));
  const rounding = relaxations.map((relaxation, i) => nodeRounding(network, i, bounds, relaxation));
  return { relaxations, rounding };
}
