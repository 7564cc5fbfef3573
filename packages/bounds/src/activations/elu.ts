import * as tf from '@tensorflow/tfjs-core';
import type { NoParams } from '../ops/definition';
import { monotone } from './monotone';

/** `x` where positive, `exp(x) - 1` elsewhere. */
export const elu = monotone<NoParams>((x) => tf.elu(x));
