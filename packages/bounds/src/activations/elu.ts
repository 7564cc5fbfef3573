import * as tf from '@tensorflow/tfjs-core';
import { monotone } from './monotone';

/** `x` where positive, `exp(x) - 1` elsewhere. */
export const elu = monotone('elu', (x) => tf.elu(x));
