import { gamma, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { center, type IntervalBounds, radius } from './interval';
import { type Bias, withBias } from './ops/bias';
import { widened } from './rounding';

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
 * exact, so that the smallest of the kernel, the inputs and the outputs may be halved and the results are the same bits.
 */
export function kernelBounds(
  bounds: IntervalBounds,
  kernel: tf.Tensor,
  bias: Bias,
  map: (x: tf.Tensor, kernel: tf.Tensor) => tf.Tensor,
): IntervalBounds {
  const [inputs = 1, outputs = 1] = kernel.shape.slice(-2);
  if (kernel.size >= bounds.lower.size && outputs < inputs) {
    return tf.tidy(() => {
      const mu = withBias(tf.mul(map(tf.add(bounds.lower, bounds.upper), kernel), 0.5), bias);
      const r = tf.mul(map(tf.sub(bounds.upper, bounds.lower), tf.abs(kernel)), 0.5);
      return { lower: tf.sub(mu, r), upper: tf.add(mu, r) };
    });
  }
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

/**
 * {@link kernelBounds} with both ends moved outward by what float32 may have made of them: the radius is widened by
 * `gamma` times the magnitude of what it is a radius around before it is mapped, and `|W|` does the rest. Where `c` and
 * `r` are center and radius of the inputs, the ends are `(W c + b) -+ (|W| (r + gamma (|c| + r)) + gamma |b| + tiny)`; they
 * hold since `gamma (|W| |c| + |b|)` is the most that `W c + b` may be off, and no end is greater than that sum over gamma.
 *
 * @param terms the longest sum of products that makes an output.
 */
export function outwardKernelBounds(
  { lower, upper, nonNegative }: IntervalBounds,
  kernel: tf.Tensor,
  bias: Bias,
  map: (x: tf.Tensor, kernel: tf.Tensor) => tf.Tensor,
  terms: number,
): IntervalBounds {
  return tf.tidy(() => {
    // halved is what is smaller, the kernel or what it gives: a large one is then the same that maps the inputs themselves
    const large = kernel.size >= lower.size;
    const [taken, half] = large ? [kernel, halved] : [halved(kernel), (y: tf.Tensor) => y];
    const sum = tf.add(lower, upper);
    const allowance = gamma(terms);
    const wide = nonNegative
      ? tf.sub(tf.mul(upper, 1 + 2 * allowance), lower) // the same, where |sum| is the sum
      : tf.add(tf.mul(tf.sub(upper, lower), 1 + allowance), tf.mul(tf.abs(sum), allowance));
    const mu = withBias(half(map(sum, taken)), bias);
    const ofBias = bias ? tf.add(tf.mul(tf.abs(bias), allowance), tiny(terms)) : tiny(terms);
    const r = tf.add(half(map(wide, tf.abs(taken))), ofBias);
    return { lower: tf.sub(mu, r), upper: tf.add(mu, r) };
  });
}

const halved = (x: tf.Tensor): tf.Tensor => tf.mul(x, 0.5);

/**
 * {@link increasingBounds} of means, with both ends moved outward before: the means of what is added are what rounding may
 * have taken.
 *
 * @param terms the longest sum.
 */
export function outwardMeans(
  bounds: IntervalBounds,
  map: (x: tf.Tensor) => tf.Tensor,
  terms: number,
): IntervalBounds {
  return tf.tidy(() => increasingBounds(widened(bounds, gamma(terms), tiny(terms)), map));
}

/** Bounds through a map that is increasing in every input: each end on its own. */
export function increasingBounds(
  { lower, upper }: IntervalBounds,
  map: (x: tf.Tensor) => tf.Tensor,
): IntervalBounds {
  return tf.tidy(() => ({ lower: map(lower), upper: map(upper) }));
}
