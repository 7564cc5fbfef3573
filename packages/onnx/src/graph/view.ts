import type { Builder } from './builder';
import type { DType } from './graph';
import { padLeft, range, sameShape, sizeOf } from './shapes';

/**
 * A tensor as a kernel sees it: `stored` with its axes permuted (axis i is axis `perm[i]` of what is stored) and
 * then broadcast to `shape`. Convolutions store channels first where tfjs has them last, and a fill is one stored
 * number: transposes and copies are made only where a kernel needs them, so that between two convolutions there are none.
 */
export type View = {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly stored: readonly number[];
  readonly perm: readonly number[];
};

export const isIdentity = (perm: readonly number[]): boolean => perm.every((p, i) => p === i);

export const inverse = (perm: readonly number[]): number[] => range(perm.length).map((i) => perm.indexOf(i));

export const permuted = (shape: readonly number[], perm: readonly number[]): number[] =>
  perm.map((p) => shape[p]!);

/** A tensor stored as it is. */
export const plain = (name: string, dtype: DType, shape: readonly number[]): View => ({
  name,
  dtype,
  shape,
  stored: shape,
  perm: range(shape.length),
});

/** One number for every element. */
export function filled(b: Builder, value: number, dtype: DType, shape: readonly number[]): View {
  return { name: b.scalar(value, dtype as Exclude<DType, 'int64'>), dtype, shape, stored: [], perm: [] };
}

/** What is stored, broadcast to a larger shape. */
export const broadcastTo = (view: View, shape: readonly number[]): View => ({ ...view, shape });

export const reshapeNode = (
  b: Builder,
  name: string,
  from: readonly number[],
  to: readonly number[],
): string => (sameShape(from, to) ? name : b.one('Reshape', [name, b.int64(to)]));

/** Whether a transpose moves no element in memory: the axes longer than 1 keep their order. */
export function isFree(stored: readonly number[], perm: readonly number[]): boolean {
  const long = perm.filter((p) => stored[p] !== 1);
  return long.every((p, i) => i === 0 || long[i - 1]! < p);
}

export const transposeNode = (
  b: Builder,
  name: string,
  stored: readonly number[],
  perm: readonly number[],
): string => {
  if (isIdentity(perm)) return name;
  if (isFree(stored, perm)) return reshapeNode(b, name, stored, permuted(stored, perm));
  return b.one('Transpose', [name], { perm });
};

/** The view with its axes in another order: `perm` as in `tf.transpose`. */
export function transposeView(b: Builder, view: View, perm: readonly number[]): View {
  const shape = permuted(view.shape, perm);
  if (view.stored.length === 0) return { ...view, shape };
  const wide = withFullRank(view);
  const name = reshapeNode(b, view.name, view.stored, wide.stored);
  return { ...wide, name, shape, perm: perm.map((p) => wide.perm[p]!) };
}

/** The view as it would be with an axis stored for each of its axes: only views stored in order have fewer. */
export function withFullRank(view: View): View {
  const rank = view.shape.length;
  const missing = rank - view.stored.length;
  if (missing === 0) return view;
  return {
    ...view,
    stored: padLeft(view.stored, rank),
    perm: [...range(missing), ...view.perm.map((p) => p + missing)],
  };
}

/** A tensor of the graph with the shape it has there. */
export type Stored = { readonly name: string; readonly shape: readonly number[] };

/** What has to be transposed by `perm`, and then broadcast, to give the view. */
export function storedAs(b: Builder, view: View, perm: readonly number[]): Stored {
  if (sizeOf(view.stored) === 1 && view.stored.length <= perm.length)
    return { name: view.name, shape: view.stored };
  const wide = withFullRank(view);
  const order = layoutOrder(wide, perm);
  if (isIdentity(order) && isIdentity(perm)) return { name: view.name, shape: view.stored };
  const name = reshapeNode(b, view.name, view.stored, wide.stored);
  return { name: transposeNode(b, name, wide.stored, order), shape: permuted(wide.stored, order) };
}

/** How to transpose what a view stores so that transposing that by `perm` gives the view. */
export const layoutOrder = (view: View, perm: readonly number[]): number[] =>
  inverse(perm).map((p) => view.perm[p]!);

/** The name of a tensor of exactly the view's shape, in the order of its axes. */
export const materialize = (b: Builder, view: View): string => inLayout(b, view, range(view.shape.length));

/** As {@link materialize}, but stored so that transposing it by `perm` gives the view. */
export function inLayout(b: Builder, view: View, perm: readonly number[]): string {
  const { name, shape } = storedAs(b, view, perm);
  const full = permuted(view.shape, inverse(perm));
  if (sizeOf(shape) !== sizeOf(full)) return b.one('Expand', [name, b.int64(full)]);
  return reshapeNode(b, name, shape, full);
}
