import { applyRule, concreteRules } from '@ibp/bounds';
import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { assertInput } from './interpreter';
import { type BatchNormNode, batchNormToAffine, type Statistics } from './lowering/batch-norm';
import { lowerNode } from './lowering/lower';
import type { LoweredNetwork, Network } from './network';
import type { InputNode, OpNode } from './op-node';

/** The mean and variance of each channel of one batch, at one batch-norm node. */
export type BatchStatistics = {
  readonly node: number;
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
};

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
 * @throws when the shape of `x` is not the network's, or a batch norm sees one value a channel: a batch of one example
 * after a dense layer.
 */
export function trainingPass(network: Network, x: tf.Tensor): TrainingPass {
  assertInput('trainingPass', network, x);
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
      const batch = batchStatistics(node.name, inputs[0]!);
      statistics.push({ node: index, ...batch });
      lowered = batchNormToAffine(node, batch);
    } else {
      lowered = lowerNode(node);
    }
    nodes.push(lowered);
    values.push(applyRule(concreteRules, lowered.op, inputs, lowered.params as never));
  }
  return { output: values.at(-1)!, lowered: { inputShape: network.inputShape, nodes }, statistics };
}

/** One value has no variance: a batch norm would make beta of everything, and a box 1 / sqrt(epsilon) times as wide. */
function batchStatistics(name: string, x: tf.Tensor): Statistics {
  const values = x.size / x.shape.at(-1)!;
  if (values < 2) {
    fail(
      'trainingPass',
      `expected at least 2 values a channel for batch norm "${name}", got ${values}: a larger batch`,
    );
  }
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
