import * as tf from '@tensorflow/tfjs-core';
import { affineBounds } from '../affine-bounds';
import { fail, formatShape } from '../errors';
import type { Conv2dParams } from './conv2d';
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

const withBias = (z: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor => (bias ? tf.add(z, bias) : z);

/** 2-D convolution of each channel by itself, channels last. */
export const depthwiseConv2d: UnaryOp<DepthwiseConv2dParams> = {
  arity: 'unary',
  outputShape: ([input], { kernel, bias, strides, padding, dilations = [1, 1] }) => {
    const [height, width, channels, multiplier] = kernel.shape as [number, number, number, number];
    const outputs = channels * multiplier;
    if (
      kernel.rank !== 4 ||
      input!.length !== 3 ||
      input![2] !== channels ||
      (bias && bias.size !== outputs)
    ) {
      fail(
        'depthwiseConv2d',
        `expected input [height,width,channels], kernel [height,width,channels,multiplier] and bias ` +
          `[channels*multiplier], got ${formatShape(input!)}, ${formatShape(kernel.shape)} and ` +
          `${bias ? formatShape(bias.shape) : 'none'}`,
      );
    }
    return [
      ...windowOutput('depthwiseConv2d', input!, [height, width], strides, padding, dilations),
      outputs,
    ];
  },
  forward: (x, params) => tf.tidy(() => withBias(convolve(x, params.kernel, params), params.bias)),
  interval: (x, params) =>
    affineBounds(
      x,
      (mu) => withBias(convolve(mu, params.kernel, params), params.bias),
      (r) => convolve(r, tf.abs(params.kernel), params),
    ),
};
