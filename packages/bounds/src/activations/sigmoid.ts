import * as tf from '@tensorflow/tfjs-core';
import { monotone } from './monotone';

/** `1 / (1 + exp(-x))`. */
export const sigmoid = monotone('sigmoid', (x) => tf.sigmoid(x));
