import type { Shape } from '@ibp/core';
import type { Constant } from '../constant/constant';

/**
 * A tensor that depends on the input: what a node of the plain network computes, in any order of its axes.
 *
 * `shape` is the file's, the batch of 1 included. Its elements in row-major order are also those of `dims`, which may cut
 * the axes differently: behind a flatten, `shape` is `[1, 48]` and `dims` still `[3, 4, 4]`. The node holds them with the
 * axes of `dims` in the order `order`: `[1, 2, 0]` is channels last. So reshapes and transposes of the file change what
 * is said of a node, and cost nothing until an op needs another order.
 */
export type Variable = {
  readonly kind: 'variable';
  readonly node: number;
  readonly shape: Shape;
  readonly dims: Shape;
  readonly order: readonly number[];
};

/**
 * Whether a value is greater than a number: no value of a network, since it jumps. Only what chooses by it may take it, and
 * only where the choice is between two forms of one function.
 */
export type Condition = {
  readonly kind: 'condition';
  readonly shape: Shape;
  readonly greater: Variable;
  readonly than: number;
};

/** What a name in a graph stands for. */
export type Value = Constant | Variable;

/** A node's value whose elements lie in the order of the file. */
export const inFileOrder = (node: number, shape: Shape): Variable => stored(node, shape, [...shape.keys()]);

/** A node's value whose elements are of `shape` with its axes in the order `axes`. */
export const stored = (node: number, shape: Shape, axes: readonly number[]): Variable => ({
  kind: 'variable',
  node,
  shape,
  dims: shape,
  order: axes,
});
