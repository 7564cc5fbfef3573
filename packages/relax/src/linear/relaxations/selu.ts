import * as tf from '@tensorflow/tfjs-core';
import type { Relax } from '../relaxation';
import { chordSlope, clip, lineAbove, lineBelow } from './extremes';

const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;

/**
 * Convex left of 0, straight right of it, with a kink between that is not convex. Both lines have the chord's slope:
 * `f(x) - slope x` is greatest at an end or at 0, and least at one of these or where `scale alpha exp(x) = slope`.
 */
export const selu: Relax<object> = (bounds) => {
  const { lower, upper } = bounds;
  const slope = chordSlope(tf.selu, bounds, 0, scale * alpha);
  const ends = [lower, upper, clip(tf.zerosLike(lower), lower, upper)];
  const bottom = tf.log(tf.maximum(tf.div(slope, scale * alpha), 1e-30));
  const left = clip(tf.minimum(bottom, 0), lower, upper);
  return { lower: lineBelow(tf.selu, slope, [...ends, left]), upper: lineAbove(tf.selu, slope, ends) };
};
