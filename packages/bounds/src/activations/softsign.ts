import * as tf from '@tensorflow/tfjs-core';
import { monotone } from './monotone';

/** `x / (1 + |x|)`. */
export const softsign = monotone('softsign', (x) => tf.div(x, tf.add(tf.abs(x), 1)));
