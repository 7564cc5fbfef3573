import { vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { kernelBounds, outwardKernelBounds } from '../affine-bounds';
import { chunkedTerms, dotInChunks, dotLastAxis } from '../dot';
import { absBias, biasTerms, pullBackBias, withBias } from './bias';
import type { ParamsOf, TensorOp } from './definition';

const fanIn = ({ kernel }: ParamsOf<'dense'>): number => kernel.shape[0]!;

/** `x W + b` over the last axis of `x`. */
export const dense: TensorOp<'dense'> = {
  ...vocabulary.dense,
  forward: (x, { kernel, bias }) => tf.tidy(() => withBias(dotLastAxis(x, kernel), bias)),
  interval: (x, { kernel, bias }) => kernelBounds(x, kernel, bias, dotLastAxis),
  rounding: (x, { kernel, bias }) =>
    outwardKernelBounds(x, kernel, bias, dotInChunks, chunkedTerms(fanIn({ kernel }))),
  reach: {
    of: (m, { kernel, bias }) => tf.tidy(() => withBias(dotLastAxis(m, tf.abs(kernel)), absBias(bias))),
    fanIn,
    terms: ({ kernel }, outputShape) => Math.max(kernel.shape[1]!, biasTerms(outputShape)),
  },
  pullBack: ({ c, d }, { kernel, bias }) =>
    tf.tidy(() => ({ c: dotLastAxis(c, tf.transpose(kernel)), d: pullBackBias(c, d, bias) })),
};
