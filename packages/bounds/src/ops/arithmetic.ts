import { vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { maximum, minimum } from '../nan';
import type { TensorOp } from './definition';

/** `a + b`, as where a residual block ends. */
export const add: TensorOp<'add'> = {
  ...vocabulary.add,
  rounding: 'arithmetic',
  forward: (a, b) => tf.add(a, b),
  interval: (a, b) => ({ lower: tf.add(a.lower, b.lower), upper: tf.add(a.upper, b.upper) }),
};

/** `a - b`. */
export const subtract: TensorOp<'subtract'> = {
  ...vocabulary.subtract,
  rounding: 'arithmetic',
  forward: (a, b) => tf.sub(a, b),
  interval: (a, b) => ({ lower: tf.sub(a.lower, b.upper), upper: tf.sub(a.upper, b.lower) }),
};

/** `a * b`, element by element: the extremes of the four products of the ends. */
export const multiply: TensorOp<'multiply'> = {
  ...vocabulary.multiply,
  rounding: 'arithmetic',
  forward: (a, b) => tf.mul(a, b),
  interval: (a, b) =>
    tf.tidy(() => {
      const ll = tf.mul(a.lower, b.lower);
      const lu = tf.mul(a.lower, b.upper);
      const ul = tf.mul(a.upper, b.lower);
      const uu = tf.mul(a.upper, b.upper);
      return {
        lower: minimum(minimum(ll, lu), minimum(ul, uu)),
        upper: maximum(maximum(ll, lu), maximum(ul, uu)),
      };
    }),
};
