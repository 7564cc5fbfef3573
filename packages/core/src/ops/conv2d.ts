import { fail } from '../errors';
import { formatShape, type Shaped, sizeOf } from '../shape';
import { biasFits, biasOf, formatBias } from './bias';
import type { LinearOp } from './definition';
import { optional, padding, pair, tensor } from './kinds';
import { rowsFirst } from './rows-first';
import { tapsOf } from './taps';
import { type Padding, windowOutput } from './window';

/** `kernel` `[height, width, inputs, filters]`, `bias` `[filters]`. Strides and dilations may not both exceed 1. */
export type Conv2dParams<T extends Shaped = Shaped> = {
  readonly kernel: T;
  readonly bias?: T | undefined;
  readonly strides: readonly [number, number];
  readonly padding: Padding;
  readonly dilations?: readonly [number, number];
};

/** 2-D convolution, channels last. */
export const conv2d: LinearOp<Conv2dParams> = {
  family: 'linear',
  arity: 'unary',
  parameters: { kernel: tensor, bias: optional(tensor), strides: pair, padding, dilations: optional(pair) },
  weights: 'kernel',
  outputShape: ([input], params) => {
    const { kernel, bias } = params;
    const [height, width, inputs, filters] = kernel.shape as [number, number, number, number];
    if (
      kernel.shape.length !== 4 ||
      input!.length !== 3 ||
      input![2] !== inputs ||
      !biasFits(bias, filters)
    ) {
      fail(
        'conv2d',
        `expected input [height,width,channels], kernel [height,width,channels,filters] and bias [filters], got ` +
          `${formatShape(input!)}, ${formatShape(kernel.shape)} and ${formatBias(bias)}`,
      );
    }
    return [...windowOutput('conv2d', input!, [height, width], params), filters];
  },
  rows: (params, [input]) => {
    const { kernel, bias } = params;
    const [height, width, channels, filters] = kernel.shape as [number, number, number, number];
    const { places, taps } = tapsOf(input!, [height, width], params);
    const rows = rowsFirst(kernel.data, filters);
    const length = height * width * channels;
    return {
      inputs: sizeOf(input!),
      outputs: places * filters,
      maxTerms: length,
      bias: biasOf(bias, filters),
      row: (i, columns, weights) => {
        const start = (i % filters) * length;
        let terms = 0;
        taps(Math.floor(i / filters), (pixel, offset) => {
          for (let c = 0; c < channels; c++, terms++) {
            columns[terms] = pixel * channels + c;
            weights[terms] = rows[start + offset * channels + c]!;
          }
        });
        return terms;
      },
    };
  },
};
