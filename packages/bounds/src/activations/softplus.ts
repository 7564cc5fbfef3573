import * as tf from '@tensorflow/tfjs-core';
import type { NoParams } from '../ops/definition';
import { monotone } from './monotone';

/** `log(1 + exp(x))`. */
export const softplus = monotone<NoParams>((x) => tf.softplus(x));
