import * as tf from '@tensorflow/tfjs-core';
import type { NoParams } from '../ops/definition';
import { valley } from './valley';
import { exactNonNegative } from './with-rounding';

/** `|x|`. */
export const abs = exactNonNegative(valley<NoParams>(0, (x) => tf.abs(x)));
