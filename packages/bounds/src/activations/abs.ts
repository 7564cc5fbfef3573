import * as tf from '@tensorflow/tfjs-core';
import { valley } from './valley';
import { exactNonNegative } from './with-rounding';

/** `|x|`. */
export const abs = exactNonNegative(valley('abs', 0, (x) => tf.abs(x)));
