import * as tf from '@tensorflow/tfjs-core';
import { kernelBounds, outwardKernelBounds } from '../affine-bounds';
import { chunkedTerms, dotInChunks, dotLastAxis } from '../dot';
import { fail, formatShape } from '../errors';
import { absBias, biasFits, biasTerms, formatBias, pullBackBias, withBias } from './bias';
import type { UnaryOp } from './definition';

/** `kernel` `[inputs, units]`, `bias` `[units]`. */
export type DenseParams = { readonly kernel: tf.Tensor; readonly bias?: tf.Tensor | undefined };

const fanIn = ({ kernel }: DenseParams): number => kernel.shape[0]!;

/** `x W + b` over the last axis of `x`. */
export const dense: UnaryOp<DenseParams> = {
  arity: 'unary',
  outputShape: ([input], { kernel, bias }) => {
    const [inputs, units] = kernel.shape;
    if (kernel.rank !== 2 || input!.at(-1) !== inputs || !biasFits(bias, units!)) {
      fail(
        'dense',
        `expected input [..., inputs], kernel [inputs,units] and bias [units], got ` +
          `${formatShape(input!)}, ${formatShape(kernel.shape)} and ${formatBias(bias)}`,
      );
    }
    return [...input!.slice(0, -1), units!];
  },
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
