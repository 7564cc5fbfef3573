import { vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { conv2d } from './conv2d';
import type { ParamsOf, TensorOp } from './definition';
import { kernelOp } from './kernel';

/** The kernel of the equal full convolution, `[height, width, channels, channels * multiplier]`: zeros off the blocks. */
function blockKernel(kernel: tf.Tensor): tf.Tensor {
  const [height, width, channels, multiplier] = kernel.shape as [number, number, number, number];
  return tf.tidy(() => {
    const own = tf.reshape(tf.eye(channels), [1, channels, channels, 1]);
    const blocks = tf.mul(tf.reshape(kernel, [height * width, channels, 1, multiplier]), own);
    return tf.reshape(blocks, [height, width, channels, channels * multiplier]);
  });
}

/** 2-D convolution of each channel by itself, channels last. */
export const depthwiseConv2d: TensorOp<'depthwiseConv2d'> = {
  ...vocabulary.depthwiseConv2d,
  ...kernelOp<ParamsOf<'depthwiseConv2d'>>(
    (x, kernel, { strides, padding, dilations = [1, 1] }) =>
      tf.depthwiseConv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, [...strides], padding, 'NHWC', [
        ...dilations,
      ]),
    ([height, width]) => height! * width!,
    // products with the zeros of the block kernel add nothing, and lose nothing
    ([height, width, , multiplier]) => height! * width! * multiplier!,
  ),
  // as a full convolution: tfjs has no transposed depthwise one that every backend runs and differentiates
  pullBack: (spec, params, inputShape) =>
    tf.tidy(() => conv2d.pullBack(spec, { ...params, kernel: blockKernel(params.kernel) }, inputShape)),
};
