import * as tf from '@tensorflow/tfjs-core';
import { valley } from './valley';

/** `x * tanh(softplus(x))` (Misra 2019). */
export const mish = valley('mish', -1.1924312145, (x) => tf.mul(x, tf.tanh(tf.softplus(x))));
