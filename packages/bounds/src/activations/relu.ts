import * as tf from '@tensorflow/tfjs-core';
import { clamped } from './clamped';

/** `max(x, 0)`. */
export const relu = clamped(
  (x) => tf.relu(x),
  (x) => tf.step(x),
);
