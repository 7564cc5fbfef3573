import { vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import { pullBackBias } from './bias';
import type { ParamsOf, TensorOp } from './definition';
import { dilatedKernel } from './dilated-kernel';
import { kernelOp } from './kernel';

/** 2-D convolution, channels last. */
export const conv2d: TensorOp<'conv2d'> = {
  ...vocabulary.conv2d,
  ...kernelOp<ParamsOf<'conv2d'>>(
    (x, kernel, { strides, padding, dilations = [1, 1] }) =>
      tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, [...strides], padding, 'NHWC', [...dilations]),
    ([height, width, inputs]) => height! * width! * inputs!,
    ([height, width, , filters]) => height! * width! * filters!,
  ),
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
