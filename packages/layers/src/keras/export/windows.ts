import type { ParamsOf } from '@ibp/bounds';
import { groupsOf, type Shape } from '@ibp/core';
import type { NodeOf } from '../../op-node';
import { present, refuse, type Written } from './written';

type Convolution = ParamsOf<'conv2d'>;
const imagesLast = { data_format: 'channels_last' };

const windowOf = ({ strides, padding, dilations = [1, 1] }: Omit<Convolution, 'kernel' | 'bias'>) => ({
  ...imagesLast,
  strides,
  padding,
  dilation_rate: dilations,
});

/** tf.LayersModel 4.22 has no groups. */
export function conv2d(node: NodeOf<'conv2d', Convolution>, [, , channels]: Shape): Written {
  const { kernel, bias, ...window } = node.params;
  if (groupsOf(kernel, channels!) > 1) refuse(node as never, 'no groups');
  const [height, width, , filters] = kernel.shape;
  const config = { filters, kernel_size: [height, width], ...windowOf(window), use_bias: bias !== undefined };
  return { className: 'Conv2D', config, weights: present({ kernel, bias }) };
}

/** tf.LayersModel 4.22 ignores a dilation here. */
export function depthwiseConv2d(node: NodeOf<'depthwiseConv2d', Convolution>): Written {
  const { kernel, bias, ...window } = node.params;
  if (Math.max(...(window.dilations ?? [1])) > 1) refuse(node as never, 'no dilation');
  const [height, width, , multiplier] = kernel.shape;
  const config = {
    ...{ kernel_size: [height, width], depth_multiplier: multiplier },
    ...windowOf(window),
    use_bias: bias !== undefined,
  };
  return { className: 'DepthwiseConv2D', config, weights: present({ depthwise_kernel: kernel, bias }) };
}

export const pool =
  <K extends 'averagePool' | 'maxPool'>(className: string) =>
  ({ params: { size, strides, padding } }: NodeOf<K, ParamsOf<K>>): Written => ({
    className,
    config: { pool_size: size, strides, padding, ...imagesLast },
  });

export const globalPool = (className: string) => (): Written => ({ className, config: imagesLast });

/** Rows and columns of zeros alone: channels have none in Keras. */
export function pad(node: NodeOf<'pad', ParamsOf<'pad'>>): Written {
  const { paddings, value = 0 } = node.params;
  const [height, width, channels] = paddings;
  if (paddings.length !== 3 || channels!.some((n) => n > 0) || value !== 0) {
    refuse(node, 'zeros around images');
  }
  return { className: 'ZeroPadding2D', config: { padding: [height, width], ...imagesLast } };
}
