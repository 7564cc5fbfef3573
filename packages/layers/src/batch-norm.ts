import { applyRule, concreteRules, fail, formatShape, type Shape } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import type { InputNode, LoweredNetwork, Network, NodeOf, OpNode } from './network';

/** All `[channels]`, over the last axis. `gamma` and `beta` are trained; `mean` and `variance` are moving averages. */
export type BatchNormParams = {
  readonly gamma?: tf.Tensor | undefined;
  readonly beta?: tf.Tensor | undefined;
  readonly mean: tf.Variable;
  readonly variance: tf.Variable;
  readonly epsilon: number;
  /** What a moving average keeps at each step; `1 - momentum` is taken from the batch. */
  readonly momentum: number;
};

export type BatchNormNode = NodeOf<'batchNorm', BatchNormParams>;

/** The mean and variance of each channel of one batch, at one batch-norm node. */
export type BatchStatistics = {
  readonly node: number;
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
};

/** @throws when the statistics are not `[channels]` for the input's channels. */
export function batchNormShape(input: Shape, { mean }: BatchNormParams): Shape {
  if (mean.rank !== 1 || mean.size !== input.at(-1)) {
    fail(
      'batchNorm',
      `expected statistics [${input.at(-1)}] for input ${formatShape(input)}, got ${formatShape(mean.shape)}`,
    );
  }
  return input;
}

type Statistics = { mean: tf.Tensor; variance: tf.Tensor };

/** `gamma (x - mean) / sqrt(variance + epsilon) + beta`, as the affine op it is once the statistics are given. */
function toAffine(node: BatchNormNode, { mean, variance }: Statistics): OpNode {
  const { gamma, beta, epsilon } = node.params;
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  const scale = gamma ? tf.mul(gamma, inverse) : inverse;
  const shift = tf.neg(tf.mul(mean, scale));
  return { ...node, op: 'affine', params: { scale, shift: beta ? tf.add(shift, beta) : shift } };
}

/**
 * The network with its moving averages in place of batch norm: what it computes when used, and what is certified.
 * Call it inside `tf.tidy`: the scales and shifts it makes are the caller's.
 */
export function lower(network: Network | LoweredNetwork): LoweredNetwork {
  const nodes = network.nodes.map((node) => (node.op === 'batchNorm' ? toAffine(node, node.params) : node));
  return { inputShape: network.inputShape, nodes };
}

/** What a clean pass over one training batch gives. */
export type TrainingPass = {
  /** `[batch, ...outputs]` */
  readonly output: tf.Tensor;
  /** The network with the statistics of this batch in place of batch norm: the one whose bounds are to be trained. */
  readonly lowered: LoweredNetwork;
  readonly statistics: readonly BatchStatistics[];
};

/**
 * Runs a clean batch and fixes batch norm to its statistics, for the clean pass and for the bounds alike
 * (Shi et al. 2021): statistics of the bounds themselves, or moving averages, ruin training.
 * Gradients flow through the statistics. Call it inside `tf.tidy`.
 *
 * @param x `[batch, ...inputShape]`
 */
export function trainingPass(network: Network, x: tf.Tensor): TrainingPass {
  const values: tf.Tensor[] = [];
  const nodes: (InputNode | OpNode)[] = [];
  const statistics: BatchStatistics[] = [];
  for (const [index, node] of network.nodes.entries()) {
    if (node.op === 'input') {
      nodes.push(node);
      values.push(x);
      continue;
    }
    const inputs = node.inputs.map((i) => values[i]!);
    let lowered: OpNode;
    if (node.op === 'batchNorm') {
      const batch = batchStatistics(inputs[0]!);
      statistics.push({ node: index, ...batch });
      lowered = toAffine(node, batch);
    } else {
      lowered = node;
    }
    nodes.push(lowered);
    values.push(applyRule(concreteRules, lowered.op, inputs, lowered.params as never));
  }
  return { output: values.at(-1)!, lowered: { inputShape: network.inputShape, nodes }, statistics };
}

function batchStatistics(x: tf.Tensor): Statistics {
  const { mean, variance } = tf.moments(
    x,
    Array.from({ length: x.rank - 1 }, (_, i) => i),
  );
  return { mean, variance };
}

/** Moves the averages towards the statistics of a batch. */
export function updateMovingAverages(network: Network, statistics: readonly BatchStatistics[]): void {
  tf.tidy(() => {
    for (const { node, ...batch } of statistics) {
      const { params } = network.nodes[node] as BatchNormNode;
      for (const key of ['mean', 'variance'] as const) {
        const average = params[key];
        average.assign(tf.add(tf.mul(average, params.momentum), tf.mul(batch[key], 1 - params.momentum)));
      }
    }
  });
}
