import { vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import { pullBackBias } from './bias';
import type { ParamsOf, TensorOp } from './definition';
import { byGroup } from './groups';
import { kernelOp } from './kernel';

/** 2-D transposed convolution, channels last. */
export const conv2dTranspose: TensorOp<'conv2dTranspose'> = {
  ...vocabulary.conv2dTranspose,
  ...kernelOp<ParamsOf<'conv2dTranspose'>>(
    (x, kernel, { strides, outputPadding = [0, 0], groups = 1 }) => {
      const [tall, wide] = ([0, 1] as const).map(
        (axis) => (x.shape[axis + 1]! - 1) * strides[axis] + kernel.shape[axis]! + outputPadding[axis],
      ) as [number, number];
      return byGroup(groups, x, kernel, (part, own) =>
        tf.conv2dTranspose(
          part as tf.Tensor4D,
          own as tf.Tensor4D,
          [part.shape[0]!, tall, wide, own.shape[2]!],
          [...strides],
          'valid',
        ),
      );
    },
    ([height, width, , channels]) => height! * width! * channels!,
    ([height, width, filters]) => height! * width! * filters!,
  ),
  pullBack: ({ c, d }, { kernel, bias, strides, groups = 1 }) =>
    tf.tidy(() => {
      const pulled = byGroup(groups, foldSpecs(c), kernel, (folded, own) =>
        tf.conv2d(folded as tf.Tensor4D, own as tf.Tensor4D, [...strides], 'valid'),
      );
      return { c: unfoldSpecs(pulled, c), d: pullBackBias(c, d, bias) };
    }),
};
