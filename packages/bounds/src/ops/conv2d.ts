import * as tf from '@tensorflow/tfjs-core';
import { kernelBounds, outwardKernelBounds } from '../affine-bounds';
import { fail, formatShape } from '../errors';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import { absBias, biasFits, biasTerms, formatBias, pullBackBias, withBias } from './bias';
import type { UnaryOp } from './definition';
import { dilatedKernel } from './dilated-kernel';
import { type Padding, windowOutput } from './window';

/** `kernel` `[height, width, inputs, filters]`, `bias` `[filters]`. Strides and dilations may not both exceed 1. */
export type Conv2dParams = {
  readonly kernel: tf.Tensor;
  readonly bias?: tf.Tensor | undefined;
  readonly strides: readonly [number, number];
  readonly padding: Padding;
  readonly dilations?: readonly [number, number];
};

const convolve = (x: tf.Tensor, kernel: tf.Tensor, { strides, padding, dilations = [1, 1] }: Conv2dParams) =>
  tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, [...strides], padding, 'NHWC', [...dilations]);

const fanIn = ({ kernel: { shape } }: Conv2dParams): number => shape[0]! * shape[1]! * shape[2]!;

/** 2-D convolution, channels last. */
export const conv2d: UnaryOp<Conv2dParams> = {
  arity: 'unary',
  outputShape: ([input], { kernel, bias, strides, padding, dilations }) => {
    const [height, width, inputs, filters] = kernel.shape as [number, number, number, number];
    if (kernel.rank !== 4 || input!.length !== 3 || input![2] !== inputs || !biasFits(bias, filters)) {
      fail(
        'conv2d',
        `expected input [height,width,channels], kernel [height,width,channels,filters] and bias [filters], got ` +
          `${formatShape(input!)}, ${formatShape(kernel.shape)} and ${formatBias(bias)}`,
      );
    }
    return [...windowOutput('conv2d', input!, [height, width], strides, padding, dilations), filters];
  },
  forward: (x, params) => tf.tidy(() => withBias(convolve(x, params.kernel, params), params.bias)),
  interval: (x, params) =>
    kernelBounds(x, params.kernel, params.bias, (z, kernel) => convolve(z, kernel, params)),
  rounding: (x, params) => {
    const map = (z: tf.Tensor, kernel: tf.Tensor) => convolve(z, kernel, params);
    return outwardKernelBounds(x, params.kernel, params.bias, map, fanIn(params));
  },
  reach: {
    of: (m, params) =>
      tf.tidy(() => withBias(convolve(m, tf.abs(params.kernel), params), absBias(params.bias))),
    fanIn,
    terms: ({ kernel: { shape } }, outputShape) =>
      Math.max(shape[0]! * shape[1]! * shape[3]!, biasTerms(outputShape)),
  },
  pullBack: ({ c, d }, { kernel, bias, strides, padding, dilations }, inputShape) =>
    tf.tidy(() => {
      const folded = foldSpecs(c) as tf.Tensor4D;
      const pulled = tf.conv2dTranspose(
        folded,
        dilatedKernel(kernel, dilations) as tf.Tensor4D,
        [folded.shape[0], ...(inputShape as [number, number, number])],
        [...strides],
        padding,
      );
      return { c: unfoldSpecs(pulled, c), d: pullBackBias(c, d, bias) };
    }),
};
