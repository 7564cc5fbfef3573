import { vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { kernelBounds, outwardKernelBounds } from '../affine-bounds';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import { absBias, biasTerms, pullBackBias, withBias } from './bias';
import type { ParamsOf, TensorOp } from './definition';
import { dilatedKernel } from './dilated-kernel';

const convolve = (
  x: tf.Tensor,
  kernel: tf.Tensor,
  { strides, padding, dilations = [1, 1] }: ParamsOf<'conv2d'>,
) => tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, [...strides], padding, 'NHWC', [...dilations]);

const fanIn = ({ kernel: { shape } }: ParamsOf<'conv2d'>): number => shape[0]! * shape[1]! * shape[2]!;

/** 2-D convolution, channels last. */
export const conv2d: TensorOp<'conv2d'> = {
  ...vocabulary.conv2d,
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
