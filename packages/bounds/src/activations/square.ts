import * as tf from '@tensorflow/tfjs-core';
import type { NoParams } from '../ops/definition';
import { valley } from './valley';

/** `x * x`: tighter than `multiply(x, x)`, which takes its two inputs for independent. */
export const square = valley<NoParams>(0, (x) => tf.square(x));
