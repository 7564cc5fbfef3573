import * as tf from '@tensorflow/tfjs-core';
import { type AttackLoss, choose, targetValue } from './loss';

/** What keeps the ratio finite where all logits are the same. */
const least = 1e-12;

/**
 * The difference of logits ratio (Croce and Hein 2020, equation 6): the margin by the distance of the greatest logit from
 * the third greatest, so that the scale of the network does not matter; a target's margin where a row has one. The values
 * are those of one-against-all, and the label's own counts as 0 among them; with a single value it is the margin.
 */
export const logitsRatio = (): AttackLoss => (values, targets) => {
  const lead = choose(targets, targetValue(values, targets), tf.max(values, 1));
  if (values.shape[1] < 2) return lead;
  const logits = tf.concat([values, tf.zerosLike(tf.slice(values, [0, 0], [-1, 1]))], 1) as tf.Tensor2D;
  return tf.div(lead, tf.add(firstToThird(logits), least)) as tf.Tensor1D;
};

/** `[rows]`: the greatest less the third greatest of each row, with a gradient, which `topk` of tfjs has not. */
const firstToThird = tf.customGrad((given, save) => {
  const logits = given as tf.Tensor2D;
  const { values } = tf.topk(logits, 3);
  const [first, third] = [0, 2].map((rank) => tf.slice(values, [0, rank], [-1, 1])) as [tf.Tensor, tf.Tensor];
  // where several are equal, each has its share
  const shares = (value: tf.Tensor) => {
    const equal = tf.cast(tf.equal(logits, value), 'float32');
    return tf.div(equal, tf.sum(equal, 1, true));
  };
  (save as tf.GradSaveFunc)([tf.sub(shares(first), shares(third))]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(tf.expandDims(dy, 1), saved[0]!);
  return { value: tf.squeeze(tf.sub(first, third), [1]), gradFunc };
}) as (logits: tf.Tensor2D) => tf.Tensor1D;
