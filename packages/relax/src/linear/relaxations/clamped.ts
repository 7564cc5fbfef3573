import * as tf from '@tensorflow/tfjs-core';
import type { Relax } from '../relaxation';
import { type Curve, choose, clip, lineAbove, lineBelow } from './extremes';

/** The slope of the line over `min(max(x, 0), top)`, the smallest area of those that touch it twice or at `top`. */
function slopeAbove(lower: tf.Tensor, upper: tf.Tensor, top: number): tf.Tensor {
  const reached = clip(upper, 0, top);
  const fromLower = tf.div(reached, tf.maximum(tf.sub(reached, lower), 1e-18));
  // from a start at or above 0: level or steep, by which leaves the smaller triangle
  const steep = tf.step(tf.sub(tf.mul(2, top), tf.add(lower, upper)));
  return choose(tf.step(tf.neg(lower)), fromLower, steep);
}

/** `rise * min(max(x - start, 0), length)`; `f(x) - slope x` is piecewise linear, with extremes at ends and kinks. */
function clamped(f: Curve, start: number, length: number, rise: number): Relax<object> {
  return ({ lower, upper }) => {
    const kinks = [lower, upper, clip(lower, start, upper), clip(lower, start + length, upper)];
    const [l, u] = [tf.sub(lower, start), tf.sub(upper, start)];
    const above = slopeAbove(l, u, length);
    const below = slopeAbove(tf.sub(length, u), tf.sub(length, l), length); // turned by 180 degrees
    return {
      lower: lineBelow(f, tf.mul(below, rise), kinks),
      upper: lineAbove(f, tf.mul(above, rise), kinks),
    };
  };
}

export const relu6 = clamped((x) => clip(x, 0, 6), 0, 6, 1);
export const hardSigmoid = clamped((x) => clip(tf.add(tf.mul(x, 0.2), 0.5), 0, 1), -2.5, 5, 0.2);
