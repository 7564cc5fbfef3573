import type { Shape } from '@ibp/core';
import { places, stridesOf } from './strided';

/** The shape that all broadcast to, aligned at the last axis as numpy does; undefined where two sizes clash. */
export function commonShape(shapes: readonly Shape[]): Shape | undefined {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const sizes = Array.from({ length: rank }, (_, axis) =>
    shapes.map((shape) => shape[axis - rank + shape.length] ?? 1).filter((n) => n !== 1),
  );
  return sizes.every((own) => new Set(own).size < 2) ? sizes.map(([n]) => n ?? 1) : undefined;
}

/** A shape of `rank` axes, with new ones of size 1 in front. */
export const ofRank = (shape: Shape, rank: number): Shape => [
  ...Array<number>(rank - shape.length).fill(1),
  ...shape,
];

/** Where each element of `large` comes from in an array of `small`, which broadcasts to it. */
export function repeated(small: Shape, large: Shape): Int32Array {
  const own = ofRank(small, large.length);
  return places(
    large,
    stridesOf(own).map((stride, axis) => (own[axis] === 1 ? 0 : stride)),
  );
}
