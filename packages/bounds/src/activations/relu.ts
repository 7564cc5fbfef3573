import * as tf from '@tensorflow/tfjs-core';
import type { NoParams } from '../ops/definition';
import { monotone } from './monotone';

/** `max(x, 0)`. */
export const relu = monotone<NoParams>((x) => tf.relu(x));
