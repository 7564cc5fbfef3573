import * as tf from '@tensorflow/tfjs-core';
import type { NoParams } from '../ops/definition';
import { monotone } from './monotone';

/** `x / (1 + |x|)`. */
export const softsign = monotone<NoParams>((x) => tf.div(x, tf.add(tf.abs(x), 1)));
