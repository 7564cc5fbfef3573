import * as tf from '@tensorflow/tfjs-core';
import { center, type IntervalBounds, radius } from './interval';

/**
 * Bounds through a linear map from its action on the center and on the radius (eq. 6 of Gowal et al. 2019):
 * two applications instead of four.
 *
 * @param onCenter `W mu + b`
 * @param onRadius `|W| r`
 */
export function affineBounds(
  bounds: IntervalBounds,
  onCenter: (mu: tf.Tensor) => tf.Tensor,
  onRadius: (r: tf.Tensor) => tf.Tensor,
): IntervalBounds {
  return tf.tidy(() => {
    const mu = onCenter(center(bounds));
    const r = onRadius(radius(bounds));
    return { lower: tf.sub(mu, r), upper: tf.add(mu, r) };
  });
}

/** Bounds through a map that is increasing in every input: each end on its own. */
export function increasingBounds(
  { lower, upper }: IntervalBounds,
  map: (x: tf.Tensor) => tf.Tensor,
): IntervalBounds {
  return tf.tidy(() => ({ lower: map(lower), upper: map(upper) }));
}
