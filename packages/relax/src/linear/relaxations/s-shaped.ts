import type { IntervalBounds } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import type { Line, Relax } from '../relaxation';
import { type Curve, choose, chordSlope, lineAbove, middle } from './extremes';

const halvings = 10;

/** About where the tangent passes through `(lower, f(lower))`; how exactly matters for tightness only. */
function tangency(f: Curve, derivative: Curve, { lower, upper }: IntervalBounds): tf.Tensor {
  const search = tf.customGrad((l, u) => {
    const [low, high] = [l as tf.Tensor, u as tf.Tensor];
    const value = tf.tidy(() => {
      const atLow = f(low);
      let a = tf.zerosLike(low);
      let b = tf.relu(high);
      for (let i = 0; i < halvings; i++) {
        const t = tf.mul(tf.add(a, b), 0.5);
        const above = tf.step(tf.sub(tf.add(f(t), tf.mul(derivative(t), tf.sub(low, t))), atLow));
        [a, b] = [choose(above, a, t), choose(above, t, b)];
      }
      return b;
    });
    return { value, gradFunc: (dy: tf.Tensor) => [tf.zerosLike(dy), tf.zerosLike(dy)] };
  });
  return search(lower, upper) as tf.Tensor;
}

/**
 * The line above a function that is convex left of 0 and concave right of it. Right of 0 a tangent at `t` is above;
 * left of 0 `f(x) - slope x` is greatest at an end, that is at `lower` or no higher than at 0. The chord has its
 * extremes at the ends where it is no steeper than the derivative at `upper`, and where all is convex.
 */
function above(f: Curve, derivative: Curve, bounds: IntervalBounds): Line {
  const { lower, upper } = bounds;
  const atUpper = derivative(upper);
  const chord = chordSlope(f, bounds, 0, derivative(tf.zerosLike(lower)));
  const concave = tf.step(lower);
  const touching = choose(concave, middle(bounds), tangency(f, derivative, bounds));
  // 1 where the chord is sound: convex all through, or its slope at most that at the upper end
  const straight = tf.mul(
    tf.sub(1, concave),
    tf.sub(1, tf.mul(tf.step(upper), tf.step(tf.sub(chord, atUpper)))),
  );
  const slope = choose(straight, chord, derivative(touching));
  return lineAbove(f, slope, [lower, upper, choose(straight, upper, touching)]);
}

/** An increasing function, convex left of 0 and concave right of it, with `f(-x) = turn - f(x)`. */
export function sShaped(f: Curve, derivative: Curve, turn: number): Relax<object> {
  return (bounds) => {
    const mirrored = { lower: tf.neg(bounds.upper), upper: tf.neg(bounds.lower) };
    const { slope, offset } = above(f, derivative, mirrored);
    return { lower: { slope, offset: tf.sub(turn, offset!) }, upper: above(f, derivative, bounds) };
  };
}

const slopeOfSigmoid: Curve = (x) => tf.mul(tf.sigmoid(x), tf.sigmoid(tf.neg(x)));

export const sigmoid = sShaped(tf.sigmoid, slopeOfSigmoid, 1);
export const tanh = sShaped(tf.tanh, (x) => tf.mul(slopeOfSigmoid(tf.mul(x, 2)), 4), 0);
export const softsign = sShaped(
  (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  (x) => tf.square(tf.reciprocal(tf.add(tf.abs(x), 1))),
  0,
);
export const erf = sShaped(tf.erf, (x) => tf.mul(tf.exp(tf.neg(tf.square(x))), 2 / Math.sqrt(Math.PI)), 0);
