import { fail, formatShape, type Padding } from '@ibp/core';
import type { Builder, Layer } from '../builder';
import { zeros } from '../initializers/constant';
import { orthogonal } from '../initializers/orthogonal';
import type { KernelOptions } from './dense';
import { type Pair, pair } from './pair';
import { shapeOfWeights, variableOf, type Weights } from './weights';

/** Options of `conv2d`. */
export type Conv2dOptions = KernelOptions & {
  readonly filters: number;
  readonly kernelSize: Pair;
  readonly strides?: Pair;
  /** `valid` (none) unless given, as the paper's small and medium models have it. */
  readonly padding?: Padding;
  readonly dilations?: Pair;
  /** How many groups of channels are convolved apart, each with its share of the filters; 1 unless given. */
  readonly groups?: number;
};

/** The channels of `[height, width, channels]`. */
export function imageChannels(build: Builder, x: number, layer: string): number {
  const shape = build.shapeOf(x);
  if (shape.length !== 3) fail(layer, `expected input [height,width,channels], got ${formatShape(shape)}`);
  return shape[2]!;
}

/** The weights of a convolution: `kernel` `[height, width, channels, filters]`, `bias` `[filters]`; and how it moves. */
export type Conv2dWeights = Pick<Conv2dOptions, 'strides' | 'padding' | 'dilations' | 'name'> & {
  readonly kernel: Weights;
  readonly bias?: Weights;
};

/**
 * 2-D convolution: `[height, width, channels]` to `[height', width', filters]`, with weights that are drawn, or that are
 * given as `kernel` and `bias`.
 *
 * @throws when a kernel that is given has no four axes, or does not fit the input or the bias.
 *
 * @example
 * ```ts
 * import { conv2d, network } from '@ibp/layers';
 *
 * const net = network([32, 32, 3], conv2d({ filters: 16, kernelSize: 4, strides: 2, padding: 'same' }));
 * console.log(net.nodes.at(-1)?.shape); // [ 16, 16, 16 ]
 * ```
 */
export function conv2d(options: Conv2dOptions | Conv2dWeights): Layer {
  const { strides = 1, padding = 'valid', dilations = 1 } = options;
  return (build, x) => {
    const name = options.name ?? build.uniqueName('conv2d');
    const weights = 'kernel' in options ? given(build, name, options) : drawn(build, name, options, x);
    const params = { ...weights, strides: pair(strides), padding, dilations: pair(dilations) };
    return build.add('conv2d', params, [x], name);
  };
}

function given(build: Builder, name: string, { kernel, bias }: Conv2dWeights) {
  const shape = shapeOfWeights(name, kernel, ['height', 'width', 'channels', 'filters']);
  return {
    kernel: variableOf(build, `${name}/kernel`, shape, kernel),
    bias: bias === undefined ? undefined : variableOf(build, `${name}/bias`, [shape[3]!], bias),
  };
}

function drawn(build: Builder, name: string, options: Conv2dOptions, x: number) {
  const { filters, kernelSize, useBias = true, groups = 1 } = options;
  const { kernelInitializer = orthogonal(), biasInitializer = zeros } = options;
  const channels = imageChannels(build, x, name);
  if (channels % groups !== 0 || filters % groups !== 0) {
    fail(name, `expected groups that divide ${channels} channels and ${filters} filters, got ${groups}`);
  }
  const shape = [...pair(kernelSize), channels / groups, filters];
  return {
    kernel: build.variable(`${name}/kernel`, shape, kernelInitializer),
    bias: useBias ? build.variable(`${name}/bias`, [filters], biasInitializer) : undefined,
  };
}
