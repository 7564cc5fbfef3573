import * as tf from '@tensorflow/tfjs-core';
import type { NoParams } from '../ops/definition';
import { monotone } from './monotone';

/** The hyperbolic tangent. */
export const tanh = monotone<NoParams>((x) => tf.tanh(x));
