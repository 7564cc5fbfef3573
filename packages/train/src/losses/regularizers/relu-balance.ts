import { center, type IntervalBounds } from '@ibp/bounds';
import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Regularizer } from './regularizer';
import { reluInputs } from './relu-inputs';

/**
 * L_relu of Shi et al. 2021: the mean over layers of `max(0, tolerance - rho) / tolerance`, once for the means of the
 * centers of the units that are on and of those that are off, once for their variances; rho is the lesser of the two
 * groups' figures by the greater. It keeps as much on as off. A layer where one group is empty has no ratio, and
 * counts 0.
 *
 * @param tolerance above 0; 0.5 in the paper.
 */
export function reluBalance(tolerance = 0.5): Regularizer {
  if (!(tolerance > 0)) fail('reluBalance', `expected a tolerance above 0, got ${tolerance}`);
  return (context) => {
    const layers = reluInputs('reluBalance', context).map((bounds) => imbalance(bounds, tolerance));
    return tf.mean(tf.stack(layers)) as tf.Scalar;
  };
}

function imbalance(bounds: IntervalBounds, tolerance: number): tf.Tensor {
  const middle = center(bounds);
  const [on, off] = [tf.step(bounds.lower), tf.step(tf.neg(bounds.upper))];
  const deviation = tf.square(tf.sub(middle, tf.mean(middle)));
  const over = (mask: tf.Tensor, of: tf.Tensor) => tf.mean(tf.mul(mask, of));
  const punished = (a: tf.Tensor, b: tf.Tensor) => {
    // not a / b and its inverse: one of the two has no end where a group is empty
    const ratio = tf.div(tf.minimum(a, b), tf.add(tf.maximum(a, b), 1e-12));
    return tf.div(tf.relu(tf.sub(tolerance, ratio)), tolerance);
  };
  const inhabited = tf.mul(tf.step(tf.sum(on)), tf.step(tf.sum(off)));
  const means = punished(over(on, middle), tf.neg(over(off, middle)));
  const variances = punished(over(on, deviation), over(off, deviation));
  return tf.mul(inhabited, tf.add(means, variances));
}
