import * as tf from '@tensorflow/tfjs-core';
import type { NoParams } from '../ops/definition';
import { monotone } from './monotone';

/** The exponential. */
export const exp = monotone<NoParams>((x) => tf.exp(x));
