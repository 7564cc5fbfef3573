import { radius } from '@ibp/bounds';
import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Regularizer } from './regularizer';
import { reluInputs } from './relu-inputs';

/**
 * L_tight of Shi et al. 2021 ("Fast Certified Robust Training with Short Warmup"): the mean over layers of
 * `max(0, tolerance - r0 / r) / tolerance`, r0 and r the mean radius of the bounds at the input and at the layer. It
 * punishes bounds that grow from layer to layer; a layer's may be twice as wide as the input's for nothing.
 *
 * @param tolerance above 0; 0.5 in the paper.
 */
export function tightness(tolerance = 0.5): Regularizer {
  if (!(tolerance > 0)) fail('tightness', `expected a tolerance above 0, got ${tolerance}`);
  return (context) => {
    const r0 = tf.mean(radius(context.bounds()[0]!));
    const layers = reluInputs('tightness', context).map((bounds) => {
      // at epsilon 0 both are 0, and their ratio counts as 1
      const ratio = tf.div(tf.add(r0, 1e-12), tf.add(tf.mean(radius(bounds)), 1e-12));
      return tf.div(tf.relu(tf.sub(tolerance, ratio)), tolerance);
    });
    return tf.mean(tf.stack(layers)) as tf.Scalar;
  };
}
