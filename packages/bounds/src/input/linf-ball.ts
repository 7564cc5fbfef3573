import { ceilFloat32, floorFloat32 } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { assertBroadcasts, type IntervalBounds } from '../interval';
import { keepNaN, nanLike } from '../nan';
import { assertEpsilon, type Epsilon } from './epsilon';
import { assertPerFeature, isPerFeature, type PerFeature, perFeatureTensor } from './per-feature';
import { assertRange, type InputRange } from './range';

/**
 * The L-infinity ball of radius `epsilon` around `x`, clipped to the valid inputs:
 * `[max(x - epsilon, least), min(x + epsilon, greatest)]`, each operation rounded to nearest as float32 does; for a box
 * whose ends are rounded outward see {@link outwardLinfBall}.
 *
 * Where the ball holds no valid input (an `x` outside the range by more than epsilon, as images in 0-255 units
 * are; a negative epsilon in a tensor) both ends are NaN: of an empty box everything could be proved.
 *
 * @param x `[batch, ...units]`, within `range`.
 * @param epsilon in the units of the input's range, so 8/255 and not 8 for images in [0, 1]; a number, an array with one
 * for each feature, or a tensor that broadcasts to `x` (one radius per example or per pixel).
 * @throws when epsilon is negative or not finite, the range is empty, or sizes do not fit.
 *
 * @example
 * ```ts
 * import { linfBall } from '@ibp/bounds';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const { lower, upper } = linfBall(tf.tensor2d([[0.5, 1]]), 0.25);
 * console.log(lower.arraySync(), upper.arraySync()); // [ [ 0.25, 0.75 ] ] [ [ 0.75, 1 ] ]
 * ```
 */
export function linfBall(x: tf.Tensor, epsilon: Epsilon, range: InputRange = [0, 1]): IntervalBounds {
  const units = x.shape.slice(1);
  assertRange('linfBall', range, units);
  if (epsilon instanceof tf.Tensor) assertBroadcasts('linfBall', epsilon, x);
  else {
    assertPerFeature('linfBall', 'epsilon', epsilon, units);
    assertEpsilon('linfBall', epsilon, range);
  }
  return tf.tidy(() => {
    const radius = epsilon instanceof tf.Tensor ? epsilon : perFeatureTensor(epsilon, units);
    const [least, greatest] = range.map((end) => perFeatureTensor(end, units)) as [End, End];
    const [below, above] = [tf.sub(x, radius), tf.add(x, radius)];
    const lower = least === Number.NEGATIVE_INFINITY ? below : tf.maximum(below, least);
    const upper = greatest === Number.POSITIVE_INFINITY ? above : tf.minimum(above, greatest);
    const empty = tf.cast(tf.step(tf.sub(lower, upper)), 'bool'); // not tf.greater, which has no gradient
    const nan = nanLike(x);
    return { lower: tf.where(empty, nan, lower), upper: tf.where(empty, nan, upper) };
  });
}

/**
 * {@link linfBall} moved outward by what float32 rounds: every real point within epsilon of `x` as stored that lies in the
 * range is in it. For verdicts; {@link outwardBall} is the smallest such box, on the host.
 *
 * @throws as linfBall.
 */
export function outwardLinfBall(x: tf.Tensor, epsilon: Epsilon, range: InputRange = [0, 1]): IntervalBounds {
  if (epsilon === 0) return linfBall(x, 0, range);
  const units = x.shape.slice(1);
  return tf.tidy(() => {
    const { lower, upper } = linfBall(x, epsilon, range);
    // x - epsilon is off by two roundings, of epsilon and of the difference
    const slack = (end: tf.Tensor) => tf.mul(tf.add(tf.abs(x), tf.abs(end)), 2 ** -22);
    const round = (end: PerFeature, by: (value: number) => number): PerFeature =>
      isPerFeature(end) ? Array.from(end, by) : by(end);
    const [least, greatest] = [
      perFeatureTensor(round(range[0], floorFloat32), units),
      perFeatureTensor(round(range[1], ceilFloat32), units),
    ];
    const [below, above] = [tf.sub(lower, slack(lower)), tf.add(upper, slack(upper))];
    return {
      lower: keepNaN(tf.maximum(below, least), below),
      upper: keepNaN(tf.minimum(above, greatest), above),
    };
  });
}

type End = number | tf.Tensor;
