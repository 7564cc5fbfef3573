import * as tf from '@tensorflow/tfjs-core';
import type { NoParams } from '../ops/definition';
import { valley } from './valley';

/** `|x|`. */
export const abs = valley<NoParams>(0, (x) => tf.abs(x));
