import * as tf from '@tensorflow/tfjs-core';
import type { NoParams } from '../ops/definition';
import { monotone } from './monotone';

/** The self-normalising elu (Klambauer et al. 2017). */
export const selu = monotone<NoParams>((x) => tf.selu(x));
