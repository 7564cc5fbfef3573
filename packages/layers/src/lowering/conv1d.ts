import { type Conv1dParams, ops, type ParamsOf } from '@ibp/bounds';
import { fail, formatShape, type Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { NodeOf, OpNode } from '../op-node';

/** A 1-D convolution of an image of width 1, `[length, 1, channels]`; its kernel is `[length, channels, filters]`. */
export type Conv1dNode = NodeOf<'conv1d', Conv1dParams>;

/** A view of the kernel as that of a 2-D convolution: gradients flow through the reshape to the variable. */
function conv2dParams({ kernel, ...params }: Conv1dParams): ParamsOf<'conv2d'> {
  const { bias, stride = 1, padding = 'valid', dilation = 1 } = params;
  const [length, channels, filters] = kernel.shape as [number, number, number];
  const wide = tf.reshape(kernel, [length, 1, channels, filters]);
  return { kernel: wide, bias, strides: [stride, 1], padding, dilations: [dilation, 1] };
}

/** @throws when the input is no image of width 1 or the kernel does not fit it. */
export function conv1dShape(input: Shape, params: Conv1dParams): Shape {
  if (params.kernel.rank !== 3 || input.length !== 3 || input[1] !== 1) {
    fail(
      'conv1d',
      `expected input [length,1,channels] and kernel [length,channels,filters], got ` +
        `${formatShape(input)} and ${formatShape(params.kernel.shape)}`,
    );
  }
  let shape: Shape = [];
  tf.tidy(() => {
    shape = ops.conv2d.outputShape([input], conv2dParams(params));
  });
  return shape;
}

export const conv1dToConv2d = (node: Conv1dNode): OpNode => ({
  ...node,
  op: 'conv2d',
  params: conv2dParams(node.params),
});
