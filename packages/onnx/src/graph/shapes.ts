import { fail, formatShape } from '@ibp/core';

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i]);

export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Ones put before a shape until it has `rank` axes: how a smaller tensor broadcasts. */
export const padLeft = (shape: readonly number[], rank: number): number[] => [
  ...Array(rank - shape.length).fill(1),
  ...shape,
];

/** The shape of an elementwise result. */
export function broadcastShape(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const padded = shapes.map((shape) => padLeft(shape, rank));
  return range(rank).map((i) => {
    const sizes = [...new Set(padded.map((shape) => shape[i]!).filter((n) => n !== 1))];
    if (sizes.length > 1)
      fail('onnx', `expected shapes that broadcast, got ${shapes.map(formatShape).join(' and ')}`);
    return sizes[0] ?? 1;
  });
}

/** Axes as tfjs gives them (one, several, none for all; negative from the end), as whole numbers from 0. */
export function axesOf(axis: number | readonly number[] | null | undefined, rank: number): number[] {
  const axes = axis === null || axis === undefined ? range(rank) : [axis].flat();
  return axes.map((a) => (a < 0 ? a + rank : a));
}
