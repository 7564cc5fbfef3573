import * as tf from '@tensorflow/tfjs-core';
import { clamped } from './clamped';
import { withRounding } from './with-rounding';

/** `max(x, 0)`. */
export const relu = withRounding(
  'exact',
  clamped(
    (x) => tf.relu(x),
    (x) => tf.step(x),
  ),
);
