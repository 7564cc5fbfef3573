import type { IntervalBounds } from '@ibp/bounds';
import { elementary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Line } from '../relaxation';

export type Curve = (x: tf.Tensor) => tf.Tensor;

/** What float32 and the kernels for exp, tanh and erf may be off by in an offset. */
const slack = (f: Curve, slope: tf.Tensor, points: readonly tf.Tensor[]): tf.Tensor => {
  const terms = points.flatMap((x) => [tf.abs(f(x)), tf.abs(tf.mul(slope, x))]);
  return tf.add(tf.mul(tf.addN(terms), elementary.relative), elementary.absolute);
};

/**
 * The lowest line of a slope that is nowhere under `f`, when `f(x) - slope x` is greatest at one of `points`.
 * Any slope is sound; what has to be proved is where the extremes are.
 */
export function lineAbove(f: Curve, slope: tf.Tensor, points: readonly tf.Tensor[]): Line {
  const gaps = points.map((x) => tf.sub(f(x), tf.mul(slope, x)));
  const offset = gaps.reduce((a, b) => tf.maximum(a, b));
  return { slope, offset: tf.add(offset, slack(f, slope, points)) };
}

/** The highest line of a slope that is nowhere over `f`, when `f(x) - slope x` is least at one of `points`. */
export function lineBelow(f: Curve, slope: tf.Tensor, points: readonly tf.Tensor[]): Line {
  const gaps = points.map((x) => tf.sub(f(x), tf.mul(slope, x)));
  const offset = gaps.reduce((a, b) => tf.minimum(a, b));
  return { slope, offset: tf.sub(offset, slack(f, slope, points)) };
}

export const clip = (x: tf.Tensor, low: tf.Tensor | number, high: tf.Tensor | number): tf.Tensor =>
  tf.minimum(tf.maximum(x, low), high);

/** The slope from end to end, kept between two derivatives: over a width of almost 0 it would be noise. */
export function chordSlope(
  f: Curve,
  { lower, upper }: IntervalBounds,
  least: tf.Tensor | number,
  greatest: tf.Tensor | number,
): tf.Tensor {
  const width = tf.maximum(tf.sub(upper, lower), 1e-18);
  return clip(tf.div(tf.sub(f(upper), f(lower)), width), least, greatest);
}

export const middle = ({ lower, upper }: IntervalBounds): tf.Tensor => tf.mul(tf.add(lower, upper), 0.5);

/** `a` where `mask` is 1, `b` where it is 0; a mask of `tf.step` has a gradient (0), a comparison none. */
export const choose = (mask: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  tf.add(tf.mul(mask, a), tf.mul(tf.sub(1, mask), b));
