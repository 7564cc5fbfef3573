import * as tf from '@tensorflow/tfjs-core';
import { monotone } from './monotone';
import { withRounding } from './with-rounding';

/** `max(x, alpha x)`. */
export const leakyRelu = withRounding(
  'arithmetic',
  monotone('leakyRelu', (x, { alpha }) => tf.leakyRelu(x, alpha)),
);
