import { vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { kernelBounds, outwardKernelBounds } from '../affine-bounds';
import { absBias, biasTerms, withBias } from './bias';
import { conv2d } from './conv2d';
import type { ParamsOf, TensorOp } from './definition';

const convolve = (
  x: tf.Tensor,
  kernel: tf.Tensor,
  { strides, padding, dilations = [1, 1] }: ParamsOf<'depthwiseConv2d'>,
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

const fanIn = ({ kernel: { shape } }: ParamsOf<'depthwiseConv2d'>): number => shape[0]! * shape[1]!;

/** 2-D convolution of each channel by itself, channels last. */
export const depthwiseConv2d: TensorOp<'depthwiseConv2d'> = {
  ...vocabulary.depthwiseConv2d,
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
