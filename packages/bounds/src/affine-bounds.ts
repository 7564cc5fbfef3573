import * as tf from '@tensorflow/tfjs-core';
import { center, type IntervalBounds, radius } from './interval';
import { type Bias, withBias } from './ops/bias';

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

/**
 * {@link affineBounds} of a map given by its kernel, for `map` linear in both: `map(2 mu, kernel / 2) + bias`. Halving is
 * exact, so that the smaller of the two may be halved and the results are the same bits.
 */
export function kernelBounds(
  bounds: IntervalBounds,
  kernel: tf.Tensor,
  bias: Bias,
  map: (x: tf.Tensor, kernel: tf.Tensor) => tf.Tensor,
): IntervalBounds {
  if (kernel.size >= bounds.lower.size) {
    return affineBounds(
      bounds,
      (mu) => withBias(map(mu, kernel), bias),
      (r) => map(r, tf.abs(kernel)),
    );
  }
  return tf.tidy(() => {
    const half = tf.mul(kernel, 0.5);
    const mu = withBias(map(tf.add(bounds.lower, bounds.upper), half), bias);
    const r = map(tf.sub(bounds.upper, bounds.lower), tf.abs(half));
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
