import { fail } from '../errors';
import { formatShape, type Shaped, sizeOf } from '../shape';
import { biasFits, biasOf, formatBias } from './bias';
import type { LinearOp } from './definition';
import { optional, padding, pair, tensor } from './kinds';
import { rowsFirst } from './rows-first';
import { tapsOf } from './taps';
import { type Padding, windowOutput } from './window';

/**
 * `kernel` `[height, width, inputs, filters]`, `bias` `[filters]`. Strides and dilations may not both exceed 1. Where the
 * image has several times as many channels as `inputs`, they are so many groups, each with its share of the filters.
 */
export type Conv2dParams<T extends Shaped = Shaped> = {
  readonly kernel: T;
  readonly bias?: T | undefined;
  readonly strides: readonly [number, number];
  readonly padding: Padding;
  readonly dilations?: readonly [number, number];
};

/** How many groups of channels a kernel sees apart from each other, 1 being the usual; not whole where it does not fit. */
export const groupsOf = ({ shape }: Shaped, channels: number): number => channels / shape[2]!;

/** 2-D convolution, channels last. */
export const conv2d: LinearOp<Conv2dParams> = {
  family: 'linear',
  arity: 'unary',
  parameters: { kernel: tensor, bias: optional(tensor), strides: pair, padding, dilations: optional(pair) },
  weights: 'kernel',
  window: ({ kernel }) => [kernel.shape[0]!, kernel.shape[1]!],
  outputShape: ([input], params) => {
    const { kernel, bias } = params;
    const [height, width, , filters] = kernel.shape as [number, number, number, number];
    const groups = groupsOf(kernel, input!.at(-1)!);
    if (
      kernel.shape.length !== 4 ||
      input!.length !== 3 ||
      !(groups >= 1 && Number.isInteger(groups) && filters % groups === 0) ||
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
    const [height, width, own, filters] = kernel.shape as [number, number, number, number];
    const channels = input![2]!;
    const ofGroup = filters / groupsOf(kernel, channels);
    const { places, taps } = tapsOf(input!, [height, width], params);
    const rows = rowsFirst(kernel.data, filters);
    const length = height * width * own;
    return {
      inputs: sizeOf(input!),
      outputs: places * filters,
      maxTerms: length,
      bias: biasOf(bias, filters),
      row: (i, columns, weights) => {
        const filter = i % filters;
        const start = filter * length;
        const first = Math.floor(filter / ofGroup) * own;
        let terms = 0;
        taps(Math.floor(i / filters), (pixel, offset) => {
          for (let c = 0; c < own; c++, terms++) {
            columns[terms] = pixel * channels + first + c;
            weights[terms] = rows[start + offset * own + c]!;
          }
        });
        return terms;
      },
    };
  },
};
