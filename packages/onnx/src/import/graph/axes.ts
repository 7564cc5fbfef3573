import type { Variable } from './value';

/** One piece of an axis of the file: as long as `size`, of axis `axis`. Pieces of size 1 are left out. */
export type Piece = { readonly size: number; readonly axis: number };

/**
 * The pieces of a value's axes in the order of the file, and the order in which its node holds them: those that both its
 * shape and its `dims` are made of. Undefined where the cuts cross, as those of `[2, 3]` and `[3, 2]` do.
 */
export function piecesOf({
  shape,
  dims,
  order,
}: Variable): { readonly pieces: readonly Piece[]; readonly order: readonly number[] } | undefined {
  const pieces: Piece[] = [];
  const ofDim: number[][] = dims.map(() => []);
  let axis = -1;
  let left = 1;
  for (const [dim, size] of dims.entries()) {
    let rest = size;
    while (rest > 1) {
      while (left === 1) left = shape[++axis]!;
      const piece = rest % left === 0 ? left : left % rest === 0 ? rest : 0;
      if (piece === 0) return undefined;
      ofDim[dim]!.push(pieces.length);
      pieces.push({ size: piece, axis });
      rest /= piece;
      left /= piece;
    }
  }
  return { pieces, order: order.flatMap((dim) => ofDim[dim]!) };
}

/** The places in `pieces` of all of these axes, one axis after the other. */
export const piecesAlong = (pieces: readonly Piece[], axes: readonly number[]): number[] =>
  axes.flatMap((axis) => [...pieces.keys()].filter((i) => pieces[i]!.axis === axis));

/**
 * The order of the axes in which a node holds a value, where it holds each axis in one piece; axes of size 1, which lie
 * anywhere, come first.
 */
export function axesOf(value: Variable): readonly number[] | undefined {
  const found = piecesOf(value);
  if (!found) return undefined;
  const axes = found.order.map((i) => found.pieces[i]!.axis).filter((axis, i, all) => axis !== all[i - 1]);
  const all = [...value.shape.keys()];
  const ones = all.filter((axis) => value.shape[axis] === 1);
  const whole = [...ones, ...axes];
  return piecesAlong(found.pieces, axes).join() === found.order.join() && whole.length === all.length
    ? whole
    : undefined;
}

/** Whether a list counts from 0. */
export const isIdentity = (order: readonly number[]): boolean => order.every((axis, i) => axis === i);
