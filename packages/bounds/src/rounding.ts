import { elementary, gamma, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from './interval';

/** The greatest `|x|` of a box, `[batch, ...units]`: `max(upper, -lower)`, as no box here has its ends crossed. */
export const magnitude = ({ lower, upper, nonNegative }: IntervalBounds): tf.Tensor =>
  nonNegative ? upper.clone() : tf.tidy(() => tf.maximum(upper, tf.neg(lower)));

/** Both ends moved outward by `relative` times their magnitude and by `absolute`. */
export function widened(
  { lower, upper }: IntervalBounds,
  relative: number,
  absolute: number,
): IntervalBounds {
  const by = (x: tf.Tensor) => tf.add(tf.mul(tf.abs(x), relative), absolute);
  return tf.tidy(() => ({ lower: tf.sub(lower, by(lower)), upper: tf.add(upper, by(upper)) }));
}

/** Bounds that float32 arithmetic of few operations has given, such as a product or a sum of two numbers. */
export const afterArithmetic = (bounds: IntervalBounds): IntervalBounds => widened(bounds, gamma(1), tiny(1));

/** Bounds that elementary functions have given. */
export const afterElementary = (bounds: IntervalBounds): IntervalBounds =>
  widened(bounds, elementary.relative, elementary.absolute);
