import { fail } from '../errors';
import { formatShape, type Shaped, sizeOf } from '../shape';
import { biasFits, biasOf, formatBias } from './bias';
import type { LinearOp } from './definition';
import { optional, padding, pair, tensor } from './kinds';
import { rowsFirst } from './rows-first';
import { rowFromRuns } from './runs';
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
    const length = height * width * own;
    // all filters see the same pixels of a place: they are found once for those that are asked for one after the other
    const seen = new Int32Array(3 * height * width);
    let [at, count] = [-1, 0];
    const look = (place: number) => {
      [at, count] = [place, 0];
      taps(place, (pixel, offset) => {
        const [column, start] = [pixel * channels, offset * own];
        const last = 3 * count - 3;
        // pixels beside each other are one run where all their channels are seen
        const next =
          count > 0 &&
          column === seen[last]! + seen[last + 2]! &&
          start === seen[last + 1]! + seen[last + 2]!;
        if (next) {
          seen[last + 2]! += own;
          return;
        }
        seen[last + 3] = column;
        seen[last + 4] = start;
        seen[last + 5] = own;
        count++;
      });
    };
    const runs = {
      weights: rowsFirst(kernel.data, filters),
      most: height * width,
      of: (i: number, into: Int32Array) => {
        const place = Math.floor(i / filters);
        if (place !== at) look(place);
        const filter = i - place * filters;
        const start = filter * length;
        const first = Math.floor(filter / ofGroup) * own;
        for (let r = 0; r < 3 * count; r += 3) {
          into[r] = seen[r]! + first;
          into[r + 1] = seen[r + 1]! + start;
          into[r + 2] = seen[r + 2]!;
        }
        return count;
      },
    };
    return {
      inputs: sizeOf(input!),
      outputs: places * filters,
      maxTerms: length,
      bias: biasOf(bias, filters),
      row: rowFromRuns(runs),
      runs,
    };
  },
};
