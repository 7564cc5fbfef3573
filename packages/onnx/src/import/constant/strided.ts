import type { Shape } from '@ibp/core';

/** How far apart neighbours along each axis lie, in row-major order. */
export function stridesOf(shape: Shape): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/**
 * For each element of `shape`, in row-major order, `start` plus its index along every axis times a stride: where it
 * comes from in an array that is read with other axes, steps or repetitions (stride 0).
 */
export function places(shape: Shape, strides: readonly number[], start = 0): Int32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  const from = new Int32Array(size);
  const index = shape.map(() => 0);
  let at = start;
  for (let i = 0; i < size; i++) {
    from[i] = at;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      at -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return from;
}

/** The elements at some places. */
export function pick<T extends Float32Array | Float64Array>(data: T, from: Int32Array): T {
  const picked = new (data.constructor as new (n: number) => T)(from.length);
  for (let i = 0; i < from.length; i++) picked[i] = data[from[i]!]!;
  return picked;
}

/** Data of `shape` with their axes in another order. */
export function permuted<T extends Float32Array | Float64Array>(
  data: T,
  shape: Shape,
  order: readonly number[],
): T {
  if (order.every((axis, i) => axis === i)) return data;
  const strides = stridesOf(shape);
  return pick(
    data,
    places(
      order.map((axis) => shape[axis]!),
      order.map((axis) => strides[axis]!),
    ),
  );
}
