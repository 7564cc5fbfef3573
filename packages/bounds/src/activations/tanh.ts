import * as tf from '@tensorflow/tfjs-core';
import { monotone } from './monotone';

/** The hyperbolic tangent. */
export const tanh = monotone('tanh', (x) => tf.tanh(x));
