import type { Builder } from './builder';
import type { DType } from './graph';
import { broadcastShape, padLeft, range, sizeOf } from './shapes';
import { inverse, isFree, layoutOrder, storedAs, type View, withFullRank } from './view';

/** How many elements must be moved to store a view in the layout `perm`. */
function cost(view: View, perm: readonly number[]): number {
  if (sizeOf(view.stored) === 1) return 0;
  const wide = withFullRank(view);
  return isFree(wide.stored, layoutOrder(wide, perm)) ? 0 : sizeOf(view.stored);
}

/** The layout in which the fewest elements must be moved; that of tfjs where it does not matter. */
function commonLayout(views: readonly View[], rank: number): readonly number[] {
  const layouts = [range(rank), ...views.filter((v) => v.stored.length === rank).map((v) => v.perm)];
  const costs = layouts.map((perm) => views.reduce((sum, view) => sum + cost(view, perm), 0));
  return layouts[costs.indexOf(Math.min(...costs))]!;
}

/**
 * The same layout with axes of length 1 stored first, which moves nothing: where one is last, onnxruntime broadcasts a
 * scalar element by element, twenty times slower.
 */
function unitAxesFirst(perm: readonly number[], shape: readonly number[]): readonly number[] {
  const order = inverse(perm);
  return inverse([
    ...order.filter((axis) => shape[axis] === 1),
    ...order.filter((axis) => shape[axis] !== 1),
  ]);
}

/**
 * Applies a node that works element by element, with broadcasting, whatever the order in which its inputs
 * are stored; the result is stored in the order that moves the fewest of them.
 */
export function elementwise(
  b: Builder,
  views: readonly View[],
  emit: (...names: string[]) => string,
  dtype: DType = views[0]!.dtype,
): View {
  const shape = broadcastShape(views.map((view) => view.shape));
  const wide = views.map((view) => ({ ...view, shape: padLeft(view.shape, shape.length) }));
  const perm = unitAxesFirst(commonLayout(wide, shape.length), shape);
  const operands = wide.map((view) => storedAs(b, view, perm));
  const stored = broadcastShape(operands.map((operand) => operand.shape));
  return {
    name: emit(...operands.map((operand) => operand.name)),
    dtype,
    shape,
    stored,
    perm: stored.length < shape.length ? range(stored.length) : perm,
  };
}
