import type { ParamsOf } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import type { Relax, Relaxation, ReluSlope } from '../relaxation';

/** 1 where the box reaches further above 0 than below, else 0: the smaller area (CROWN-Ada, Zhang et al. 2018). */
export const adaptiveSlope: ReluSlope = ({ lower, upper }) => tf.step(tf.add(lower, upper));

/** The slope of the line above, `u / (u - l)`: Fast-Lin (Weng et al. 2018), the dual of Wong and Kolter 2018. */
export const parallelSlope: ReluSlope = (_, chord) => chord;

/** Keeps a division from 0 / 0, and its gradient, which divides by the square, as well. */
const smallest = 1e-18;

/** The chord from `(l, 0)` to `(u, u)` above and a line through 0 below; exact where the sign of the input is known. */
export const relu: Relax<ParamsOf<'relu'>> = (bounds, _, slope) => {
  const above = tf.relu(bounds.upper);
  const below = tf.relu(tf.neg(bounds.lower));
  const width = tf.add(above, below);
  // no comparison of bounds, which has no gradient: at l >= 0 this is u / u = 1, at u <= 0 it is 0
  const chord = tf.div(above, tf.maximum(width, smallest));
  const short = tf.relu(tf.sub(above, tf.mul(chord, width))); // rounding, by which the line would pass under (u, u)
  const offset = tf.add(tf.mul(chord, below), short);
  return { lower: { slope: slope(bounds, chord) }, upper: { slope: chord, offset } };
};

/** `linear x + factor relu(x)` from the lines of relu. */
function combine({ lower, upper }: Relaxation, linear: number, factor: number): Relaxation {
  const line = (slope: tf.Tensor, offset?: tf.Tensor) => ({
    slope: tf.add(tf.mul(slope, factor), linear),
    ...(offset && { offset: tf.mul(offset, factor) }),
  });
  const ends = [line(lower.slope), line(upper.slope, upper.offset)] as const;
  return factor >= 0 ? { lower: ends[0], upper: ends[1] } : { lower: ends[1], upper: ends[0] };
}

/** `alpha x + (1 - alpha) relu(x)`. */
export const leakyRelu: Relax<ParamsOf<'leakyRelu'>> = (bounds, { alpha }, slope) =>
  combine(relu(bounds, {}, slope), alpha, 1 - alpha);

/** `2 relu(x) - x`. */
export const abs: Relax<ParamsOf<'abs'>> = (bounds, _, slope) => combine(relu(bounds, {}, slope), -1, 2);
