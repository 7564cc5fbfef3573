import type { IntervalBounds } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import type { Relax } from '../relaxation';
import { convex } from './convex';
import { type Curve, choose, chordSlope, lineAbove, lineBelow, middle } from './extremes';

/** A concave function: the tangent in the middle above, the chord below; NaN where it is not defined at the lower end. */
function concave(f: Curve, derivative: Curve): Relax<object> {
  return (bounds) => {
    const { lower, upper } = bounds;
    const chord = chordSlope(f, bounds, derivative(upper), derivative(lower));
    const at = tf.maximum(middle(bounds), least);
    const [below, above] = [lineBelow(f, chord, [lower, upper]), lineAbove(f, derivative(at), [at])];
    const doubt = tf.mul(f(lower), 0);
    return {
      lower: { slope: chord, offset: tf.add(below.offset!, doubt) },
      upper: { slope: above.slope, offset: tf.add(above.offset!, doubt) },
    };
  };
}

/** Where tangents touch at least: the root has none at 0. */
const least = 1e-12;

export const sqrt = concave(tf.sqrt, (x) => tf.div(0.5, tf.sqrt(tf.maximum(x, least))));
export const log = concave(tf.log, (x) => tf.reciprocal(tf.maximum(x, least)));

const right = convex(tf.reciprocal, (x) => tf.neg(tf.square(tf.reciprocal(x))));

/** Convex right of 0, and turned about 0 left of it; NaN for what holds 0. */
export const reciprocal: Relax<object> = ({ lower, upper }, params, slope) => {
  const positive = tf.step(lower);
  const turned: IntervalBounds = {
    lower: choose(positive, lower, tf.neg(upper)),
    upper: choose(positive, upper, tf.neg(lower)),
  };
  const defined = tf.step(turned.lower);
  const doubt = tf.sub(tf.div(defined, defined), 1); // 0, or NaN
  const { lower: below, upper: above } = right(turned, params, slope);
  return {
    lower: {
      slope: choose(positive, below.slope, above.slope),
      offset: tf.add(choose(positive, below.offset!, tf.neg(above.offset!)), doubt),
    },
    upper: {
      slope: choose(positive, above.slope, below.slope),
      offset: tf.add(choose(positive, above.offset!, tf.neg(below.offset!)), doubt),
    },
  };
};
