import * as tf from '@tensorflow/tfjs-core';
import type { NoParams } from '../ops/definition';
import { monotone } from './monotone';

/** `min(max(0.2 x + 0.5, 0), 1)`, as tf.LayersModel defines it. */
export const hardSigmoid = monotone<NoParams>((x) => tf.minimum(tf.relu(tf.add(tf.mul(x, 0.2), 0.5)), 1));
