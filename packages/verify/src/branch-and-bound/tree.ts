import type { Split } from '@ibp/exact';

/**
 * What proves one part of the box, as plain data. The proof is a backward pass (`backward`) from the specification:
 * the line under each relu has the slope given, and for each split `beta` times the value (active) or minus
 * `beta` times the value (inactive) is added where it enters. Any slopes in [0, 1] and betas of at least 0 are sound, so
 * a checker need trust nothing here.
 */
export type Leaf = {
  readonly kind: 'leaf';
  /** `proved`: the bound is below 0; `open`: it is not, and the search ended. */
  readonly status: 'proved' | 'open';
  /** `intervals`: proved by `ibp()` on the whole box, and not by the slopes. */
  readonly by?: 'intervals';
  /** The upper bound found, in float32. */
  readonly bound: number;
  readonly splits: readonly Split[];
  /** One multiplier for each split, in their order. */
  readonly betas: readonly number[];
  /** Of a conjunction of several rows: a multiplier >= 0 for each, 1 together. */
  readonly multipliers?: Float32Array;
  /** For each relu-like node (by its index) the slopes of its open units, in the order of {@link OpenUnits}. */
  readonly slopes: { readonly [node: number]: Float32Array };
};

/** A part of the box cut in two by the sign of one unit. */
export type Branch = {
  readonly kind: 'branch';
  readonly node: number;
  readonly unit: number;
  readonly active: SplitTree;
  readonly inactive: SplitTree;
};

/** How a box was cut: a branch with its two parts, or a leaf that was proved whole. */
export type SplitTree = Branch | Leaf;

/** For each relu-like node the units (row-major) whose sign the bounds at the root leave open. */
export type OpenUnits = { readonly [node: number]: Int32Array };

/** Every leaf of a tree, from left to right. */
export function leaves(tree: SplitTree): Leaf[] {
  const found: Leaf[] = [];
  const waiting: SplitTree[] = [tree];
  while (waiting.length > 0) {
    const next = waiting.pop()!;
    if (next.kind === 'leaf') found.push(next);
    else waiting.push(next.inactive, next.active);
  }
  return found;
}
