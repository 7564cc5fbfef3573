import { groupsOf, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import { pullBackBias } from './bias';
import type { ParamsOf, TensorOp } from './definition';
import { dilatedKernel } from './dilated-kernel';
import { byGroup } from './groups';
import { kernelOp } from './kernel';

/** 2-D convolution, channels last, each group of channels by itself. */
export const conv2d: TensorOp<'conv2d'> = {
  ...vocabulary.conv2d,
  ...kernelOp<ParamsOf<'conv2d'>>(
    (x, kernel, { strides, padding, dilations = [1, 1] }) =>
      byGroup(groupsOf(kernel, x.shape[3]!), x, kernel, (image, own) =>
        tf.conv2d(image as tf.Tensor4D, own as tf.Tensor4D, [...strides], padding, 'NHWC', [...dilations]),
      ),
    ([height, width, inputs]) => height! * width! * inputs!,
    ([height, width, , filters]) => height! * width! * filters!,
  ),
  pullBack: ({ c, d }, { kernel, bias, strides, padding, dilations }, [height, width, channels]) =>
    tf.tidy(() => {
      const wide = dilatedKernel(kernel, dilations);
      const shape: [number, number, number] = [height!, width!, kernel.shape[2]!];
      const pulled = byGroup(groupsOf(kernel, channels!), foldSpecs(c), wide, (folded, own) =>
        tf.conv2dTranspose(
          folded as tf.Tensor4D,
          own as tf.Tensor4D,
          [folded.shape[0]!, ...shape],
          [...strides],
          padding,
        ),
      );
      return { c: unfoldSpecs(pulled, c), d: pullBackBias(c, d, bias) };
    }),
};
