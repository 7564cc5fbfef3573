import * as tf from '@tensorflow/tfjs-core';
import { clamped } from './clamped';
import { exactNonNegative } from './with-rounding';

/** `max(x, 0)`. */
export const relu = exactNonNegative(
  clamped(
    'relu',
    (x) => tf.relu(x),
    (x) => tf.step(x),
  ),
);
