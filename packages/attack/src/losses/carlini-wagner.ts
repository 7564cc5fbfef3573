import * as tf from '@tensorflow/tfjs-core';
import { assertPositive } from '../assert';
import { choose, type Loss, targetValue } from './loss';

const FAR = 1e30;

/**
 * The loss f6 of Carlini and Wagner (2017): the lead of the target over all others, the label included, or without a
 * target the greatest value; no more than `confidence`, above which there is nothing left to gain.
 *
 * @param options.confidence in the units of the logits; 50 unless given.
 */
export function carliniWagner(options: { readonly confidence?: number } = {}): Loss {
  const { confidence = 50 } = options;
  assertPositive('carliniWagner', 'confidence', confidence);
  return (values, targets) => {
    const others = tf.max(tf.sub(values, tf.mul(targets, FAR)), 1);
    const lead = tf.sub(targetValue(values, targets), tf.relu(others)); // the label's own value is 0
    return tf.minimum(choose(targets, lead, tf.max(values, 1)), confidence) as tf.Tensor1D;
  };
}
