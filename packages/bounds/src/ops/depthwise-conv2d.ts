import * as tf from '@tensorflow/tfjs-core';
import { kernelBounds, outwardKernelBounds } from '../affine-bounds';
import { fail, formatShape } from '../errors';
import { absBias, biasFits, biasTerms, formatBias, withBias } from './bias';
import { type Conv2dParams, conv2d } from './conv2d';
import type { UnaryOp } from './definition';
import { windowOutput } from './window';

/** `kernel` `[height, width, channels, multiplier]`, `bias` `[channels * multiplier]`. */
export type DepthwiseConv2dParams = Conv2dParams;

const convolve = (
  x: tf.Tensor,
  kernel: tf.Tensor,
  { strides, padding, dilations = [1, 1] }: DepthwiseConv2dParams,
) =>
  tf.depthwiseConv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, [...strides], padding, 'NHWC', [...dilations]);

/** The kernel of the equal full convolution, `[height, width, channels, channels * multiplier]`: zeros off the blocks. */
function blockKernel(kernel: tf.Tensor): tf.Tensor {
  const [height, width, channels, multiplier] = kernel.shape as [number, number, number, number];
  return tf.tidy(() => {
    const own = tf.reshape(tf.eye(channels), [1, channels, channels, 1]);
    const blocks = tf.mul(tf.reshape(kernel, [height * width, channels, 1, multiplier]), own);
    return tf.reshape(blocks, [height, width, channels, channels * multiplier]);
  });
}

const fanIn = ({ kernel: { shape } }: DepthwiseConv2dParams): number => shape[0]! * shape[1]!;

/** 2-D convolution of each channel by itself, channels last. */
export const depthwiseConv2d: UnaryOp<DepthwiseConv2dParams> = {
  arity: 'unary',
  outputShape: ([input], { kernel, bias, strides, padding, dilations }) => {
    const [height, width, channels, multiplier] = kernel.shape as [number, number, number, number];
    const outputs = channels * multiplier;
    if (kernel.rank !== 4 || input!.length !== 3 || input![2] !== channels || !biasFits(bias, outputs)) {
      fail(
        'depthwiseConv2d',
        `expected input [height,width,channels], kernel [height,width,channels,multiplier] and bias ` +
          `[channels*multiplier], got ${formatShape(input!)}, ${formatShape(kernel.shape)} and ${formatBias(bias)}`,
      );
    }
    return [
      ...windowOutput('depthwiseConv2d', input!, [height, width], strides, padding, dilations),
      outputs,
    ];
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
    // products with the zeros of the block kernel add nothing, and lose nothing
    terms: ({ kernel: { shape } }, outputShape) =>
      Math.max(shape[0]! * shape[1]! * shape[3]!, biasTerms(outputShape)),
  },
  // as a full convolution: tfjs has no transposed depthwise one that every backend runs and differentiates
  pullBack: (spec, params, inputShape) =>
    tf.tidy(() => conv2d.pullBack!(spec, { ...params, kernel: blockKernel(params.kernel) }, inputShape)),
};
