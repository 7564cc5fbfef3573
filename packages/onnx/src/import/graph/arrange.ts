import { type Shape, sizeOf } from '@ibp/core';
import { isIdentity, piecesAlong, piecesOf } from './axes';
import type { PlainBuilder } from './builder';
import { inFileOrder, type Variable } from './value';

/** The node's units in this shape. */
export function reshaped(build: PlainBuilder, node: number, shape: Shape): number {
  const same = build.shapeOf(node).join() === shape.join();
  return same ? node : build.add('reshape', { shape: [...shape] }, [node]);
}

/** Axes that stay side by side count as one: a transpose of few axes is quicker, and tfjs has six at most. */
function transposed(build: PlainBuilder, node: number, sizes: Shape, permutation: readonly number[]): number {
  if (isIdentity(permutation)) return node;
  const runs: number[][] = [];
  for (const axis of permutation) {
    const last = runs.at(-1);
    if (last && axis === last.at(-1)! + 1) last.push(axis);
    else runs.push([axis]);
  }
  const inOrder = [...runs].sort((a, b) => a[0]! - b[0]!);
  const shape = inOrder.map((run) => sizeOf(run.map((axis) => sizes[axis]!)));
  const moved = runs.map((run) => inOrder.indexOf(run));
  return build.add('transpose', { permutation: moved }, [reshaped(build, node, shape)]);
}

/** The same value in the order of the file. */
export function toFileOrder(build: PlainBuilder, value: Variable): Variable {
  const { dims, order, shape } = value;
  const kept = order.filter((dim) => dims[dim] !== 1);
  const sorted = [...kept].sort((a, b) => a - b);
  const sizes = kept.map((dim) => dims[dim]!);
  const permutation = sorted.map((dim) => kept.indexOf(dim));
  return inFileOrder(transposed(build, value.node, sizes, permutation), shape);
}

/** The units of a value of `shape` with its axes in the order `axes`: without the batch of 1. */
export const unitsOf = (shape: Shape, axes: readonly number[]): Shape =>
  axes.filter((axis) => axis !== 0 || shape[0] !== 1 || axes.length === 1).map((axis) => shape[axis]!);

/** A node that holds the value with its axes in this order, all of them, as units of this shape. */
export function arranged(
  build: PlainBuilder,
  value: Variable,
  axes: readonly number[],
  shape: Shape = unitsOf(value.shape, axes),
): number {
  const found = piecesOf(value);
  if (!found) return arranged(build, toFileOrder(build, value), axes, shape);
  const { pieces, order } = found;
  const permutation = piecesAlong(pieces, axes).map((i) => order.indexOf(i));
  const sizes = order.map((i) => pieces[i]!.size);
  return reshaped(build, transposed(build, value.node, sizes, permutation), shape);
}

/** The value with its axes in another order, as a transpose of the file has it. No node is added where none is needed. */
export function transpose(build: PlainBuilder, value: Variable, permutation: readonly number[]): Variable {
  const found = piecesOf(value);
  if (!found) return transpose(build, toFileOrder(build, value), permutation);
  const { pieces, order } = found;
  const moved = piecesAlong(pieces, permutation);
  return {
    kind: 'variable',
    node: value.node,
    shape: permutation.map((axis) => value.shape[axis]!),
    dims: moved.map((i) => pieces[i]!.size),
    order: order.map((i) => moved.indexOf(i)),
  };
}

/** The same elements in another shape of the file. */
export const reshape = (value: Variable, shape: Shape): Variable => ({ ...value, shape: [...shape] });
