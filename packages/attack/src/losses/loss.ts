import * as tf from '@tensorflow/tfjs-core';

/**
 * What an attack makes as large as it can, for each row: a function of the values of the specifications.
 *
 * @param values `[rows, specs]`; above 0 is violated. For one-against-all, value j is logit j less that of the label.
 * @param targets `[rows, specs]`: 1 at the specification the row is after and 0 elsewhere, or all 0 where it is after
 * any of them.
 * @returns `[rows]`, differentiable in `values`.
 */
export type AttackLoss = (values: tf.Tensor2D, targets: tf.Tensor2D) => tf.Tensor1D;

/** 1 for each row that has a target, else 0. */
export const hasTarget = (targets: tf.Tensor2D): tf.Tensor1D => tf.sum(targets, 1);

/** The value of each row's target; 0 where it has none. */
export const targetValue = (values: tf.Tensor2D, targets: tf.Tensor2D): tf.Tensor1D =>
  tf.sum(tf.mul(values, targets), 1);

/** `ifTarget` where the row has a target, else `otherwise`; by arithmetic, which has a gradient. */
export function choose(targets: tf.Tensor2D, ifTarget: tf.Tensor, otherwise: tf.Tensor): tf.Tensor1D {
  const has = hasTarget(targets);
  return tf.add(tf.mul(has, ifTarget), tf.mul(tf.sub(1, has), otherwise)) as tf.Tensor1D;
}
