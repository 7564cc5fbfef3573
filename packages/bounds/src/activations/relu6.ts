import * as tf from '@tensorflow/tfjs-core';
import { clamped } from './clamped';
import { exactNonNegative } from './with-rounding';

/** `min(max(x, 0), 6)`. Composed, because the wasm kernel of `tf.relu6` turns NaN into 0: a NaN must stay one. */
export const relu6 = exactNonNegative(
  clamped(
    'relu6',
    (x) => tf.minimum(tf.relu(x), 6),
    (x) => tf.mul(tf.step(x), tf.step(tf.sub(6, x))),
  ),
);
