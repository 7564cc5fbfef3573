import * as tf from '@tensorflow/tfjs-core';
import { monotone } from './monotone';

/** The error function. */
export const erf = monotone('erf', (x) => tf.erf(x));
