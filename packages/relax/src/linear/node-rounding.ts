import {
  canPullBack,
  type IntervalBounds,
  linearRounding,
  magnitude,
  ops,
  type PullBackRounding,
  pullBackRounding,
} from '@ibp/bounds';
import { type ActivationName, isOf, type OpName, type Shape } from '@ibp/core';
import type { LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { backwardRule, relaxNode } from './relax-node';
import { flatUnits, movedOutward, type Relaxation, type ReluSlope } from './relaxation';
import { steepestOfLines } from './relaxations/reach';
import type { OutwardLines, Relaxed } from './relaxed';

/** The greatest `|x|` of each node over its box, by index. */
export type Magnitudes = (node: number) => tf.Tensor;

/** Each computed when it is first asked for. Call it inside `tf.tidy`. */
export function magnitudesOf(bounds: readonly IntervalBounds[]): Magnitudes {
  const known: tf.Tensor[] = [];
  return (node) => {
    known[node] ??= magnitude(bounds[node]!);
    return known[node];
  };
}

/** Nodes whose coefficients are sums: of what several nodes send back, or with multipliers of splits. */
function isSummed({ nodes }: LoweredNetwork, index: number): boolean {
  const consumers = nodes.filter(({ inputs }) => inputs.includes(index));
  return consumers.length > 1 || consumers.some((node) => node.op !== 'input' && !backwardRule(node).linear);
}

const hasReach = (op: OpName): boolean => canPullBack(op) && 'reach' in ops[op];

/** How many additions the constant of a specification may go through on its way to the input. */
export const additionsOf = ({ nodes }: LoweredNetwork): number => 3 * nodes.length;

/**
 * What pulling a specification back through one node may lose in float32, nothing for nodes that lose
 * nothing.
 *
 * @param windows shapes of parts of the output that passes stay in: their sums are cut otherwise, and may be longer.
 */
export function nodeRounding(
  network: LoweredNetwork,
  index: number,
  magnitudeOf: Magnitudes,
  relaxation: tf.TensorContainer | undefined,
  windows: readonly Shape[] = [],
): PullBackRounding | undefined {
  const node = network.nodes[index]!;
  if (node.op === 'input') return undefined;
  const additions = additionsOf(network);
  const rule = backwardRule(node);
  const magnitudes = () => node.inputs.map(magnitudeOf);
  if (!rule.linear) {
    const shapes = node.inputs.map((k) => network.nodes[k]!.shape);
    const longest = [node.shape, ...windows].map((shape) => rule.terms(node.params as never, shapes, shape));
    const terms = Math.max(...longest);
    // 16 more for the products of coefficients with slopes, and for what the slopes of kinked functions are off by
    const reach = rule.reach(magnitudes(), node.params as never, relaxation);
    return pullBackRounding(reach, magnitudes(), terms + additions + 16);
  }
  const linear = hasReach(node.op)
    ? linearRounding(node.op, node.params as never, magnitudeOf(node.inputs[0]!), node.shape, additions)
    : undefined;
  if (linear || !isSummed(network, index)) return linear;
  return pullBackRounding(magnitudeOf(index), magnitudes(), additions);
}

/**
 * What an activation may lose as a distance of its lines, and with it what the node before it may lose, where that feeds
 * nothing else: no pass over the coefficients then has to pay for either.
 *
 * @param rounding of the nodes up to this one.
 */
export function outwardLines(
  { nodes }: LoweredNetwork,
  index: number,
  bounds: readonly IntervalBounds[],
  relaxation: tf.TensorContainer | undefined,
  rounding: readonly (PullBackRounding | undefined)[],
): OutwardLines | undefined {
  const [node, own] = [nodes[index]!, rounding[index]];
  if (node.op === 'input' || !own || !isOf('elementwise', node.op)) return undefined;
  const lines = relaxation as Relaxation;
  const input = node.inputs[0]!;
  const before =
    nodes.filter(({ inputs }) => inputs.includes(input)).length === 1 ? rounding[input] : undefined;
  return tf.tidy(() => {
    const flat = ({ reach, allowance }: PullBackRounding) => tf.mul(flatUnits(reach), allowance);
    const steepest = () =>
      steepestOfLines(node.op as ActivationName, bounds[input]!, node.params as never, lines);
    // the coefficients on the node before are at most `steepest` times as great; its allowance has room for their rounding
    const by = before ? tf.add(flat(own), tf.mul(flat(before), steepest())) : flat(own);
    const absolute = before ? tf.add(own.absolute, before.absolute) : own.absolute.clone();
    return { relaxation: movedOutward(lines, by), by, absolute, withInput: before !== undefined };
  });
}

/** The relaxations of all nodes, and what a pass through each may lose. */
export function relaxedNodes(
  network: LoweredNetwork,
  bounds: readonly IntervalBounds[],
  slope: ReluSlope,
): Required<Pick<Relaxed, 'relaxations' | 'rounding' | 'outward'>> {
  const relaxations = network.nodes.map((_, i) => relaxNode(network, i, bounds, slope));
  const magnitudeOf = magnitudesOf(bounds);
  const rounding = relaxations.map((relaxation, i) => nodeRounding(network, i, magnitudeOf, relaxation));
  const outward = relaxations.map((relaxation, i) => outwardLines(network, i, bounds, relaxation, rounding));
  return { relaxations, rounding, outward };
}
