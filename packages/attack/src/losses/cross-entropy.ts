import * as tf from '@tensorflow/tfjs-core';
import { type AttackLoss, hasTarget, targetValue } from './loss';

/**
 * Cross-entropy of the values and a 0, as the logits of a classifier have it: for one-against-all, `-log p(label)`
 * without a target and `log p(target)` with one. It goes on growing where a margin is won, and is flat where the
 * network is sure.
 */
export const crossEntropyLoss = (): AttackLoss => (values, targets) => {
  const all = tf.logSumExp(tf.concat([values, tf.zeros([values.shape[0], 1])], 1), 1);
  const sign = tf.sub(1, tf.mul(2, hasTarget(targets)));
  return tf.add(tf.mul(sign, all), targetValue(values, targets)) as tf.Tensor1D;
};
