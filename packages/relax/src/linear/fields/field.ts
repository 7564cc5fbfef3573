import type { Shape } from '@ibp/core';

export type Pair = readonly [number, number];

/** The window of an image that each place of a later image depends on: `size` pixels from `place * stride + origin` on. */
export type Field = { readonly size: Pair; readonly stride: Pair; readonly origin: Pair };

/** What a place of an image has of itself. */
export const onePlace: Field = { size: [1, 1], stride: [1, 1], origin: [0, 0] };

export const isSame = (a: Field, b: Field): boolean => JSON.stringify(a) === JSON.stringify(b);

const pair = (of: (axis: 0 | 1) => number): Pair => [of(0), of(1)];

/** The smallest field that holds both; nothing where they move apart from one place to the next. */
export function union(a: Field, b: Field): Field | undefined {
  if (a.stride[0] !== b.stride[0] || a.stride[1] !== b.stride[1]) return undefined;
  const origin = pair((axis) => Math.min(a.origin[axis], b.origin[axis]));
  const end = pair((axis) => Math.max(a.origin[axis] + a.size[axis], b.origin[axis] + b.size[axis]));
  return { origin, stride: a.stride, size: pair((axis) => end[axis] - origin[axis]) };
}

/**
 * What a field on the output of a window is on its input.
 *
 * @param extent of the window, dilations included.
 * @param before how many pixels of padding are before the first.
 */
export const throughWindow = (field: Field, extent: Pair, strides: Pair, before: Pair): Field => ({
  size: pair((axis) => (field.size[axis] - 1) * strides[axis] + extent[axis]),
  stride: pair((axis) => field.stride[axis] * strides[axis]),
  origin: pair((axis) => field.origin[axis] * strides[axis] - before[axis]),
});

/** Whether some place's field reaches beyond the border of the image. */
export const leaves = ({ size, stride, origin }: Field, image: Shape, places: Shape): boolean =>
  ([0, 1] as const).some(
    (axis) =>
      origin[axis] < 0 || (places[axis]! - 1) * stride[axis] + origin[axis] + size[axis] > image[axis]!,
  );
