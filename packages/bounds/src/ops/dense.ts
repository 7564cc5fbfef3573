import { vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { outwardKernelBounds } from '../affine-bounds';
import { chunkedTerms, dotInChunks, dotLastAxis } from '../dot';
import { pullBackBias } from './bias';
import type { ParamsOf, TensorOp } from './definition';
import { kernelOp } from './kernel';

/** `x W + b` over the last axis of `x`. */
export const dense: TensorOp<'dense'> = {
  ...vocabulary.dense,
  ...kernelOp<ParamsOf<'dense'>>(
    dotLastAxis,
    ([inputs]) => inputs!,
    ([, units]) => units!,
  ),
  rounding: (x, { kernel, bias }) =>
    outwardKernelBounds(x, kernel, bias, dotInChunks, chunkedTerms(kernel.shape[0]!)),
  pullBack: ({ c, d }, { kernel, bias }) =>
    tf.tidy(() => ({ c: dotLastAxis(c, tf.transpose(kernel)), d: pullBackBias(c, d, bias) })),
};
