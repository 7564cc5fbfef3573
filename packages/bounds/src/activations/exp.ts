import * as tf from '@tensorflow/tfjs-core';
import { monotone } from './monotone';

/** The exponential. */
export const exp = monotone('exp', (x) => tf.exp(x));
