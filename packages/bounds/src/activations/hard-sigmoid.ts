import * as tf from '@tensorflow/tfjs-core';
import { clamped } from './clamped';

/** `min(max(0.2 x + 0.5, 0), 1)`, as tf.LayersModel defines it. */
export const hardSigmoid = clamped(
  'hardSigmoid',
  (x) => tf.minimum(tf.relu(tf.add(tf.mul(x, 0.2), 0.5)), 1),
  (x) => tf.mul(tf.mul(tf.step(tf.add(x, 2.5)), tf.step(tf.sub(2.5, x))), 0.2),
);
