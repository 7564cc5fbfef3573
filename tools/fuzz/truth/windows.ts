import type { PlainNetwork, PlainNode } from '@ibp/core';
import { sizeOf } from '../net';
import { coordinates, unitsAlong } from './indices';

type Pair = readonly [number, number];

export type Windowed = { strides: Pair; padding: 'valid' | 'same'; dilations?: Pair };

/** For each place of a window (row by row) the places of the image that it sees: `[offset in the window, pixel]`. */
export function windows(
  [height, width]: readonly number[],
  size: Pair,
  { strides, padding, dilations = [1, 1] }: Windowed,
): (readonly [offset: number, pixel: number])[][] {
  const along = (input: number, axis: 0 | 1): { count: number; before: number } => {
    const extent = (size[axis] - 1) * dilations[axis] + 1;
    if (padding === 'valid') return { count: Math.floor((input - extent) / strides[axis]) + 1, before: 0 };
    const count = Math.ceil(input / strides[axis]);
    const total = Math.max(0, (count - 1) * strides[axis] + extent - input);
    return { count, before: Math.floor(total / 2) };
  };
  const [down, across] = [along(height!, 0), along(width!, 1)];
  const all: (readonly [number, number])[][] = [];
  for (let i = 0; i < down.count; i++) {
    for (let j = 0; j < across.count; j++) {
      const seen: (readonly [number, number])[] = [];
      for (let a = 0; a < size[0]; a++) {
        for (let b = 0; b < size[1]; b++) {
          const y = i * strides[0] - down.before + a * dilations[0];
          const x = j * strides[1] - across.before + b * dilations[1];
          if (y >= 0 && y < height! && x >= 0 && x < width!) seen.push([a * size[1] + b, y * width! + x]);
        }
      }
      all.push(seen);
    }
  }
  return all;
}

/** For each output of a max pool the units of which it is the greatest, or `undefined` of another op. */
export function maxUnits(node: PlainNode, { nodes }: PlainNetwork): number[][] | undefined {
  if (node.op !== 'maxPool' && node.op !== 'globalMaxPool' && node.op !== 'max') return undefined;
  const input = nodes[node.inputs[0]!]!.shape;
  const channels = input.at(-1)!;
  const count = sizeOf(node.shape);
  if (node.op === 'max') {
    const along = unitsAlong(input, node.params.axis);
    return Array.from({ length: count }, (_, i) => along(coordinates(node.shape, i)));
  }
  if (node.op === 'globalMaxPool') {
    const places = sizeOf(input) / channels;
    return Array.from({ length: count }, (_, i) =>
      Array.from({ length: places }, (_, k) => k * channels + i),
    );
  }
  const seen = windows(input, node.params.size, node.params);
  return Array.from({ length: count }, (_, i) =>
    seen[Math.floor(i / channels)]!.map(([, pixel]) => pixel * channels + (i % channels)),
  );
}
