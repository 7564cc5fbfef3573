import type { PlainNetwork, PlainNode, PlainTensor } from '@ibp/core';
import { sizeOf } from '../net';
import { broadcastIndex, coordinates, flatIndex, fromStart, unitsAlong } from './indices';
import { type Windowed, windows } from './windows';

/**
 * A linear op as rows `y[i] = (bias[i] + sum of weights * x[columns]) / divisor`, where `x` is its inputs one after the
 * other. Written apart from the packages, which it is to judge.
 */
export type LinearRow = {
  readonly columns: readonly number[];
  readonly weights: readonly number[];
  readonly bias: number;
  readonly divisor: number;
};

const identity = (column: number): LinearRow => ({ columns: [column], weights: [1], bias: 0, divisor: 1 });

/** The rows of a linear op, or `undefined` of another one. */
export function linearRows(node: PlainNode, { nodes }: PlainNetwork): LinearRow[] | undefined {
  const shapes = node.inputs.map((i) => nodes[i]!.shape);
  const [input = []] = shapes;
  const count = sizeOf(node.shape);
  const each = (row: (i: number) => LinearRow) => Array.from({ length: count }, (_, i) => row(i));
  switch (node.op) {
    case 'dense': {
      const { kernel, bias } = node.params as { kernel: PlainTensor; bias?: PlainTensor };
      const [inputs, outputs] = kernel.shape as [number, number];
      return each((i) => {
        const [group, unit] = [Math.floor(i / outputs), i % outputs];
        const columns = Array.from({ length: inputs }, (_, k) => group * inputs + k);
        return {
          columns,
          weights: columns.map((_, k) => kernel.data[k * outputs + unit]!),
          bias: bias?.data[unit] ?? 0,
          divisor: 1,
        };
      });
    }
    case 'conv2d':
    case 'depthwiseConv2d': {
      const { kernel, bias, ...rest } = node.params as unknown as Windowed & {
        kernel: PlainTensor;
        bias?: PlainTensor;
      };
      const [height, width, channels, last] = kernel.shape as [number, number, number, number];
      const depthwise = node.op === 'depthwiseConv2d';
      const outputs = depthwise ? channels * last : last;
      const seen = windows(input, [height, width], rest);
      return each((i) => {
        const [place, unit] = [Math.floor(i / outputs), i % outputs];
        const columns: number[] = [];
        const weights: number[] = [];
        for (const [offset, pixel] of seen[place]!) {
          for (let channel = 0; channel < channels; channel++) {
            if (depthwise && channel !== Math.floor(unit / last)) continue;
            columns.push(pixel * channels + channel);
            weights.push(
              kernel.data[(offset * channels + channel) * last + (depthwise ? unit % last : unit)]!,
            );
          }
        }
        return { columns, weights, bias: bias?.data[unit] ?? 0, divisor: 1 };
      });
    }
    case 'conv2dTranspose': {
      const { kernel, bias, strides, groups = 1 } = node.params;
      const [height, width, own, channels] = kernel.shape as [number, number, number, number];
      const [, wide, filters] = node.shape as [number, number, number];
      const rows = each((i) => ({
        columns: [],
        weights: [],
        bias: bias?.data[i % filters] ?? 0,
        divisor: 1,
      }));
      for (let i = 0; i < sizeOf(input); i++) {
        const [y, x, c] = coordinates(input, i) as [number, number, number];
        for (let k = 0; k < height * width * own; k++) {
          const [a, b, f] = coordinates([height, width, own], k) as [number, number, number];
          const filter = Math.floor(c / (channels / groups)) * own + f;
          const to = ((y * strides[0] + a) * wide + x * strides[1] + b) * filters + filter;
          (rows[to]!.columns as number[]).push(i);
          (rows[to]!.weights as number[]).push(kernel.data[k * channels + c]!);
        }
      }
      return rows;
    }
    case 'affine': {
      const { scale, shift } = node.params;
      return each((i) => ({
        columns: [i],
        weights: [scale.data[broadcastIndex(scale.shape, node.shape, i)]!],
        bias: shift.data[broadcastIndex(shift.shape, node.shape, i)]!,
        divisor: 1,
      }));
    }
    case 'add':
    case 'subtract':
      return each((i) => ({
        columns: [i, i + count],
        weights: [1, node.op === 'add' ? 1 : -1],
        bias: 0,
        divisor: 1,
      }));
    case 'concat': {
      const axis = fromStart(node.params.axis, node.shape);
      const starts = shapes.map((_, k) => shapes.slice(0, k).reduce((sum, shape) => sum + sizeOf(shape), 0));
      return each((i) => {
        const at = coordinates(node.shape, i);
        let part = 0;
        while (at[axis]! >= shapes[part]![axis]!) at[axis]! -= shapes[part++]![axis]!;
        return identity(starts[part]! + flatIndex(shapes[part]!, at));
      });
    }
    case 'broadcast':
      return each((i) => identity(broadcastIndex(input, node.shape, i)));
    case 'reshape':
      return each(identity);
    case 'transpose': {
      const { permutation } = node.params;
      return each((i) => {
        const at: number[] = [];
        for (const [axis, k] of coordinates(node.shape, i).entries()) at[permutation[axis]!] = k;
        return identity(flatIndex(input, at));
      });
    }
    case 'pad': {
      const { paddings, value = 0 } = node.params;
      return each((i) => {
        const at = coordinates(node.shape, i).map((k, axis) => k - paddings[axis]![0]);
        const inside = at.every((k, axis) => k >= 0 && k < input[axis]!);
        return inside
          ? identity(flatIndex(input, at))
          : { columns: [], weights: [], bias: value, divisor: 1 };
      });
    }
    case 'averagePool': {
      const seen = windows(input, node.params.size, node.params);
      const channels = input.at(-1)!;
      return each((i) => {
        const columns = seen[Math.floor(i / channels)]!.map(([, pixel]) => pixel * channels + (i % channels));
        return { columns, weights: columns.map(() => 1), bias: 0, divisor: columns.length };
      });
    }
    case 'globalAveragePool': {
      const channels = input.at(-1)!;
      const places = sizeOf(input) / channels;
      return each((i) => {
        const columns = Array.from({ length: places }, (_, k) => k * channels + i);
        return { columns, weights: columns.map(() => 1), bias: 0, divisor: places };
      });
    }
    case 'gather': {
      const { indices } = node.params;
      const axis = fromStart(node.params.axis, input);
      return each((i) => {
        const at = coordinates(node.shape, i);
        at[axis] = indices[at[axis]!]!;
        return identity(flatIndex(input, at));
      });
    }
    case 'sum':
    case 'mean': {
      const along = unitsAlong(input, node.params.axis);
      return each((i) => {
        const columns = along(coordinates(node.shape, i));
        const divisor = node.op === 'mean' ? columns.length : 1;
        return { columns, weights: columns.map(() => 1), bias: 0, divisor };
      });
    }
    default:
      return undefined;
  }
}
