import * as tf from '@tensorflow/tfjs-core';
import { monotone } from './monotone';

/** The self-normalising elu (Klambauer et al. 2017). */
export const selu = monotone('selu', (x) => tf.selu(x));
