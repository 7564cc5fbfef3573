import { fail, formatShape, type Padding } from '@ibp/core';
import type { Builder, Layer } from '../builder';
import { zeros } from '../initializers/constant';
import { orthogonal } from '../initializers/orthogonal';
import type { KernelOptions } from './dense';
import { type Pair, pair } from './pair';

/** Options of `conv2d`. */
export type Conv2dOptions = KernelOptions & {
  readonly filters: number;
  readonly kernelSize: Pair;
  readonly strides?: Pair;
  /** `valid` (none) unless given, as the paper's small and medium models have it. */
  readonly padding?: Padding;
  readonly dilations?: Pair;
};

/** The channels of `[height, width, channels]`. */
export function imageChannels(build: Builder, x: number, layer: string): number {
  const shape = build.shapeOf(x);
  if (shape.length !== 3) fail(layer, `expected input [height,width,channels], got ${formatShape(shape)}`);
  return shape[2]!;
}

/**
 * 2-D convolution: `[height, width, channels]` to `[height', width', filters]`.
 *
 * @example
 * ```ts
 * import { conv2d, network } from '@ibp/layers';
 *
 * const net = network([32, 32, 3], conv2d({ filters: 16, kernelSize: 4, strides: 2, padding: 'same' }));
 * console.log(net.nodes.at(-1)?.shape); // [ 16, 16, 16 ]
 * ```
 */
export function conv2d(options: Conv2dOptions): Layer {
  const { filters, kernelSize, strides = 1, padding = 'valid', dilations = 1 } = options;
  const { useBias = true, kernelInitializer = orthogonal(), biasInitializer = zeros } = options;
  return (build, x) => {
    const name = options.name ?? build.uniqueName('conv2d');
    const shape = [...pair(kernelSize), imageChannels(build, x, name), filters];
    const kernel = build.variable(`${name}/kernel`, shape, kernelInitializer);
    const bias = useBias ? build.variable(`${name}/bias`, [filters], biasInitializer) : undefined;
    const params = { kernel, bias, strides: pair(strides), padding, dilations: pair(dilations) };
    return build.add('conv2d', params, [x], name);
  };
}
