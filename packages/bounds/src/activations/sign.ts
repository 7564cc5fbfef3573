import * as tf from '@tensorflow/tfjs-core';
import { elementwise } from './elementwise';

/** NaN for NaN, which `tf.step` takes for a number. */
const kept = (y: tf.Tensor, x: tf.Tensor): tf.Tensor => tf.add(y, tf.mul(x, 0));

/**
 * -1, 0 or 1. Both sides of the jump count where an end is at 0, for what float32 makes of an input may lie on either: the
 * bounds are -1 and 1 there.
 */
export const sign = elementwise('sign', {
  forward: (x) => tf.tidy(() => kept(tf.sub(tf.step(x), tf.step(tf.neg(x))), x)),
  interval: ({ lower, upper }) =>
    tf.tidy(() => ({
      lower: kept(tf.sub(tf.mul(tf.step(lower), 2), 1), lower),
      upper: kept(tf.sub(1, tf.mul(tf.step(tf.neg(upper)), 2)), upper),
    })),
  rounding: 'exact',
});
