import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from '../interval';
import { elementwise } from './elementwise';
import { withRounding } from './with-rounding';

/** NaN for both ends where one of them is NaN or infinite: of a function that is not defined all over a box, nothing is known. */
const known = (lower: tf.Tensor, upper: tf.Tensor): IntervalBounds => {
  const doubt = tf.mul(tf.sub(upper, lower), 0);
  return { lower: tf.add(lower, doubt), upper: tf.add(upper, doubt) };
};

const increasing = (name: 'sqrt' | 'log', forward: (x: tf.Tensor) => tf.Tensor) =>
  elementwise(name, {
    forward: (x) => forward(x),
    interval: ({ lower, upper }) => tf.tidy(() => known(forward(lower), forward(upper))),
  });

/** The root; NaN for a box that holds numbers below 0. */
export const sqrt = withRounding(
  'arithmetic',
  increasing('sqrt', (x) => tf.sqrt(x)),
);

/** The logarithm; NaN for a box that holds 0 or less. */
export const log = increasing('log', (x) => tf.log(x));

/** `1 / x`; NaN for a box that holds 0. */
export const reciprocal = withRounding(
  'arithmetic',
  elementwise('reciprocal', {
    forward: (x) => tf.reciprocal(x),
    interval: ({ lower, upper }) =>
      tf.tidy(() => {
        const oneSide = tf.add(tf.step(lower), tf.step(tf.neg(upper)));
        const defined = tf.div(oneSide, oneSide); // 1, or NaN
        return known(tf.mul(tf.reciprocal(upper), defined), tf.mul(tf.reciprocal(lower), defined));
      }),
  }),
);
