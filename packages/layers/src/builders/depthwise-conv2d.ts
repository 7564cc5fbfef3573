import type { Layer } from '../builder';
import { zeros } from '../initializers/constant';
import { heNormal } from '../initializers/normal';
import { type Conv2dOptions, imageChannels } from './conv2d';
import { pair } from './pair';

/** Options of `depthwiseConv2d`. */
export type DepthwiseConv2dOptions = Omit<Conv2dOptions, 'filters' | 'groups'> & {
  /** Filters for each channel; 1 unless given. */
  readonly multiplier?: number;
};

/** A convolution of each channel by itself: `[height, width, channels]` to `[height', width', channels * multiplier]`. */
export function depthwiseConv2d(options: DepthwiseConv2dOptions): Layer {
  const { kernelSize, multiplier = 1, strides = 1, padding = 'valid', dilations = 1 } = options;
  const { useBias = true, kernelInitializer = heNormal, biasInitializer = zeros } = options;
  return (build, x) => {
    const name = options.name ?? build.uniqueName('depthwiseConv2d');
    const channels = imageChannels(build, x, name);
    const kernel = build.variable(
      `${name}/kernel`,
      [...pair(kernelSize), channels, multiplier],
      kernelInitializer,
    );
    const bias = useBias
      ? build.variable(`${name}/bias`, [channels * multiplier], biasInitializer)
      : undefined;
    const params = { kernel, bias, strides: pair(strides), padding, dilations: pair(dilations) };
    return build.add('depthwiseConv2d', params, [x], name);
  };
}
