import * as tf from '@tensorflow/tfjs-core';
import { valley } from './valley';

/** `x * sigmoid(x)`, also called swish. */
export const silu = valley('silu', -1.27846454276, (x) => tf.mul(x, tf.sigmoid(x)));
