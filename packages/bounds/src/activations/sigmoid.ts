import * as tf from '@tensorflow/tfjs-core';
import type { NoParams } from '../ops/definition';
import { monotone } from './monotone';

/** `1 / (1 + exp(-x))`. */
export const sigmoid = monotone<NoParams>((x) => tf.sigmoid(x));
