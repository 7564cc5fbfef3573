import * as tf from '@tensorflow/tfjs-core';
import { monotone } from './monotone';

/** `log(1 + exp(x))`. */
export const softplus = monotone('softplus', (x) => tf.softplus(x));
