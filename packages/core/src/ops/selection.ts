import type { AffineMap } from '../affine-map';
import { type Shape, sizeOf } from '../shape';

/** Every output is one input unit, `source[i]`, or the constant `value` where that is -1. */
export function selection(inputs: number, source: Int32Array, value = 0): AffineMap {
  return {
    inputs,
    outputs: source.length,
    maxTerms: 1,
    bias: (i) => (source[i]! < 0 ? value : 0),
    row: (i, columns, weights) => {
      if (source[i]! < 0) return 0;
      columns[0] = source[i]!;
      weights[0] = 1;
      return 1;
    },
  };
}

/** How far apart neighbours along each axis lie in row-major order. */
export function stridesOf(shape: Shape): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** For each element of `shape`, what `place` makes of its index along every axis. */
export function fromIndices(shape: Shape, place: (index: readonly number[]) => number): Int32Array {
  const strides = stridesOf(shape);
  return Int32Array.from({ length: sizeOf(shape) }, (_, i) =>
    place(strides.map((stride, axis) => Math.floor(i / stride) % shape[axis]!)),
  );
}

export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0);
