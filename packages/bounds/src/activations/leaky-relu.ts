import * as tf from '@tensorflow/tfjs-core';
import { fail } from '../errors';
import type { UnaryOp } from '../ops/definition';
import { monotone, sameShape } from './monotone';

/** `alpha`: the slope left of 0, from 0 to 1. */
export type LeakyReluParams = { readonly alpha: number };

/** `max(x, alpha x)`. A negative slope would not be monotone, and is refused. */
export const leakyRelu: UnaryOp<LeakyReluParams> = {
  ...monotone<LeakyReluParams>((x, { alpha }) => tf.leakyRelu(x, alpha)),
  rounding: 'arithmetic',
  outputShape: (inputs, { alpha }) => {
    if (!(alpha >= 0)) fail('leakyRelu', `expected a slope alpha >= 0, got ${alpha}`);
    return sameShape(inputs);
  },
};
