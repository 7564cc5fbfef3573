import { ops, type ParamsOf } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import type { Line, Relax } from '../relaxation';
import { choose, chordSlope, lineAbove, lineBelow, middle } from './extremes';

/** Of two lines the one that is nearer in the middle of a box: higher below the function (`sign` 1), or lower above it (-1). */
function nearer(sign: 1 | -1, at: tf.Tensor, a: Line, b: Line): Line {
  const height = ({ slope, offset }: Line) => tf.add(tf.mul(slope, at), offset!);
  const first = tf.step(tf.mul(tf.sub(height(a), height(b)), sign));
  return { slope: choose(first, a.slope, b.slope), offset: choose(first, a.offset!, b.offset!) };
}

/**
 * Level left of 0, convex and falling right of it. With a slope that is 0 or less, `f(x) - slope x` rises on the level part, so
 * that it is greatest at 0 or at an end; it is least at the lower end, or where the tangent of that slope touches: in the middle
 * of what is right of 0. Where much of the box is left of 0, a constant is nearer.
 */
export const inverseRoot: Relax<ParamsOf<'inverseRoot'>> = (bounds, params) => {
  const { lower, upper } = bounds;
  const f = (x: tf.Tensor) => ops.inverseRoot.forward(x, params);
  /** `-(x + epsilon)^(-3/2) / 2` right of 0. */
  const derivative = (x: tf.Tensor) => {
    const y = f(x);
    return tf.mul(tf.mul(tf.mul(y, tf.square(y)), -0.5), tf.step(x));
  };
  const kink = tf.minimum(tf.relu(lower), upper);
  const touching = tf.minimum(tf.mul(tf.add(tf.relu(lower), tf.relu(upper)), 0.5), upper);
  const steepest = tf.mul(tf.pow(f(lower), 3), -0.5);
  const chord = chordSlope(f, { lower: kink, upper }, steepest, derivative(upper));
  const level = tf.zerosLike(lower);
  const at = middle(bounds);
  return {
    lower: nearer(1, at, lineBelow(f, derivative(touching), [lower, touching]), lineBelow(f, level, [upper])),
    upper: nearer(-1, at, lineAbove(f, chord, [lower, kink, upper]), lineAbove(f, level, [lower])),
  };
};
