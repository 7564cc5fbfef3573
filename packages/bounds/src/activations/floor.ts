import * as tf from '@tensorflow/tfjs-core';
import { elementwise } from './elementwise';

/** The whole number at or below. Where the lower end is whole, the bound is that of what lies just below it as well. */
export const floor = elementwise('floor', {
  forward: (x) => tf.floor(x),
  interval: ({ lower, upper }) =>
    tf.tidy(() => ({ lower: tf.sub(tf.ceil(lower), 1), upper: tf.floor(upper) })),
  rounding: 'exact',
});
