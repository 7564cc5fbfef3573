import { fail, formatShape, type Shape } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import type { NodeOf, OpNode } from '../network';

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

export type Statistics = { mean: tf.Tensor; variance: tf.Tensor };

/** `gamma (x - mean) / sqrt(variance + epsilon) + beta`, as the affine op it is once the statistics are given. */
export function batchNormToAffine(node: BatchNormNode, { mean, variance }: Statistics): OpNode {
  const { gamma, beta, epsilon } = node.params;
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  const scale = gamma ? tf.mul(gamma, inverse) : inverse;
  const shift = tf.neg(tf.mul(mean, scale));
  return { ...node, op: 'affine', params: { scale, shift: beta ? tf.add(shift, beta) : shift } };
}
