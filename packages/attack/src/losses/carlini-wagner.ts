import * as tf from '@tensorflow/tfjs-core';
import { assertPositive } from '../assert';
import { type AttackLoss, choose, targetValue } from './loss';

/**
 * The loss f6 of Carlini and Wagner (2017): the lead of the target over all others, the label included, or without a
 * target the greatest value; no more than `confidence`, above which there is nothing left to gain.
 *
 * @param options.confidence in the units of the logits; 50 unless given.
 */
export function carliniWagner(options: { readonly confidence?: number } = {}): AttackLoss {
  const { confidence = 50 } = options;
  assertPositive('carliniWagner', 'confidence', confidence);
  return (values, targets) => {
    // the target counts as 0 among the others, as the label's own value is
    const others = tf.max(tf.mul(values, tf.sub(1, targets)), 1);
    const lead = tf.sub(targetValue(values, targets), tf.relu(others));
    return tf.minimum(choose(targets, lead, tf.max(values, 1)), confidence) as tf.Tensor1D;
  };
}
