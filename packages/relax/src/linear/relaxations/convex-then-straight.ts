import * as tf from '@tensorflow/tfjs-core';
import type { Relax } from '../relaxation';
import { type Curve, chordSlope, clip, lineAbove, lineBelow } from './extremes';

/**
 * Convex left of 0, straight right of it, with a kink between that need not be convex: `steepest (exp(x) - 1)` left of 0.
 * Both lines have the chord's slope: `f(x) - slope x` is greatest at an end or at 0, and least at one of these or where
 * `steepest exp(x) = slope`.
 */
export function convexThenStraight(f: Curve, steepest: number): Relax<object> {
  return (bounds) => {
    const { lower, upper } = bounds;
    const slope = chordSlope(f, bounds, 0, steepest);
    const ends = [lower, upper, clip(tf.zerosLike(lower), lower, upper)];
    const bottom = tf.log(tf.maximum(tf.div(slope, steepest), 1e-30));
    const left = clip(tf.minimum(bottom, 0), lower, upper);
    return { lower: lineBelow(f, slope, [...ends, left]), upper: lineAbove(f, slope, ends) };
  };
}
