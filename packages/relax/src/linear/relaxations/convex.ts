import * as tf from '@tensorflow/tfjs-core';
import type { Relax } from '../relaxation';
import { type Curve, chordSlope, lineAbove, lineBelow, middle } from './extremes';

/**
 * A convex function: the chord above, the tangent in the middle below. `f(x) - slope x` is convex as well, so it is
 * greatest at an end; a tangent lies below everywhere.
 */
export function convex(f: Curve, derivative: Curve): Relax<object> {
  return (bounds) => {
    const { lower, upper } = bounds;
    const chord = chordSlope(f, bounds, derivative(lower), derivative(upper));
    const at = middle(bounds);
    return {
      lower: lineBelow(f, derivative(at), [at]),
      upper: lineAbove(f, chord, [lower, upper]),
    };
  };
}

export const exp = convex(tf.exp, tf.exp);
export const softplus = convex(tf.softplus, tf.sigmoid);
export const square = convex(tf.square, (x) => tf.mul(x, 2));
/** Convex because its slope, `exp(x)` left of 0, ends at 1 there. */
export const elu = convex(tf.elu, (x) => tf.exp(tf.minimum(x, 0)));
