import { fail, formatShape, type Padding } from '@ibp/core';
import type { Builder, Layer } from '../builder';
import { zeros } from '../initializers/constant';
import { orthogonal } from '../initializers/orthogonal';
import type { KernelOptions } from './dense';

/** Runs a 2-D layer on `[length, channels]` as an image of width 1: no domain needs rules for one dimension. */
export function asImage(layer: Layer): Layer {
  return (build, x) => {
    const shape = build.shapeOf(x);
    if (shape.length !== 2) fail('asImage', `expected input [length,channels], got ${formatShape(shape)}`);
    const image = build.add('reshape', { shape: [shape[0]!, 1, shape[1]!] }, [x]);
    const out = layer(build, image);
    const [length, , channels] = build.shapeOf(out) as [number, number, number];
    return build.add('reshape', { shape: [length, channels] }, [out]);
  };
}

/** Options of `conv1d`. */
export type Conv1dOptions = KernelOptions & {
  readonly filters: number;
  readonly kernelSize: number;
  readonly stride?: number;
  readonly padding?: Padding;
  readonly dilation?: number;
};

/** 1-D convolution: `[length, channels]` to `[length', filters]`. Its kernel is `[length, channels, filters]`. */
export function conv1d(options: Conv1dOptions): Layer {
  const { filters, kernelSize, stride = 1, padding = 'valid', dilation = 1 } = options;
  const { useBias = true, kernelInitializer = orthogonal(), biasInitializer = zeros } = options;
  const image = (build: Builder, x: number): number => {
    const name = options.name ?? build.uniqueName('conv1d');
    const shape = [kernelSize, build.shapeOf(x)[2]!, filters];
    const kernel = build.variable(`${name}/kernel`, shape, kernelInitializer);
    const bias = useBias ? build.variable(`${name}/bias`, [filters], biasInitializer) : undefined;
    const params = { kernel, bias, stride, padding, dilation };
    return build.add('conv1d', params, [x], name);
  };
  return asImage(image);
}

/** Options of `maxPool1d` and `averagePool1d`. */
export type Pool1dOptions = { readonly size: number; readonly stride?: number; readonly padding?: Padding };

const pool1d =
  (op: 'averagePool' | 'maxPool') =>
  ({ size, stride = size, padding = 'valid' }: Pool1dOptions): Layer =>
    asImage((build, x) => build.add(op, { size: [size, 1], strides: [stride, 1], padding }, [x]));

/** The mean of each window of `[length, channels]`. */
export const averagePool1d = pool1d('averagePool');

/** The greatest of each window of `[length, channels]`. */
export const maxPool1d = pool1d('maxPool');
