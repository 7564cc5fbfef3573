import { fail } from '@ibp/core';
import type { PartProof } from '../proof-schema';

/**
 * A box cut in two by one of its features, its halves cut again, and so on: flat lists in preorder, which is a part, then
 * all of its lower half (`x[f] <= at`), then all of its upper half (`x[f] >= at`). Since both halves share `at`, the parts
 * that are cut no more, the leaves, cover the box whatever the numbers are.
 */
export type BoxTree = {
  /** {@link boxLeaf}, {@link boxLeafWithMultipliers} or {@link boxCut}` + f`, cut by feature `f`. */
  readonly nodes: Uint32Array;
  /** Where each cut is, float64. */
  readonly at: Float64Array;
  /** For each leaf with multipliers a number >= 0 for each row of all conjunctions; all 0 for "by its best row". */
  readonly multipliers: Float64Array;
  /** Leaves, numbered in their order, that are proved in a way of their own; they have {@link boxLeaf}. */
  readonly own: readonly { readonly leaf: number; readonly proofs: PartProof[] }[];
};

/** In `nodes`: a part cut no more, where each conjunction is refuted by its best row, or that has proofs of its own. */
export const boxLeaf = 0;
/** In `nodes`: a part cut no more, where conjunctions are refuted by a combination of their rows. */
export const boxLeafWithMultipliers = 1;
/** In `nodes`: this and more is a cut, the feature added. */
export const boxCut = 2;

/** A part of a box as a search has it: cut by a feature into two others, by their places in a list, or a leaf. */
export type BoxNode =
  | { readonly feature: number; readonly at: number; readonly lower: number; readonly upper: number }
  | { readonly multipliers?: ArrayLike<number>; readonly proofs?: PartProof[] };

/**
 * The tree of a search, which has its nodes in any order, as {@link BoxTree} has it.
 *
 * @param nodes the whole box first.
 * @throws when a half is not in the list, or a part hangs below itself or on two others.
 *
 * @example
 * ```ts
 * import { boxTreeOf } from '@ibp/exact';
 *
 * // [0, 1] in halves
 * const { nodes, at } = boxTreeOf([{ feature: 0, at: 0.5, lower: 1, upper: 2 }, {}, {}]);
 * console.log(nodes.join(' '), at.join(' ')); // 2 0 0 0.5
 * ```
 */
export function boxTreeOf(nodes: readonly BoxNode[]): BoxTree {
  const kinds: number[] = [];
  const at: number[] = [];
  const multipliers: number[] = [];
  const own: { leaf: number; proofs: PartProof[] }[] = [];
  for (let stack = [0], leaves = 0; stack.length > 0; ) {
    const place = stack.pop()!;
    const node = nodes[place] ?? fail('boxTreeOf', `expected nodes below ${nodes.length}, got ${place}`);
    if (kinds.length === nodes.length) fail('boxTreeOf', 'expected a tree, got a node that comes twice');
    if ('feature' in node) {
      kinds.push(boxCut + node.feature);
      at.push(node.at);
      stack.push(node.upper, node.lower);
      continue;
    }
    kinds.push(node.multipliers ? boxLeafWithMultipliers : boxLeaf);
    for (let i = 0; i < (node.multipliers?.length ?? 0); i++) multipliers.push(node.multipliers![i]!);
    if (node.proofs) own.push({ leaf: leaves, proofs: node.proofs });
    leaves += 1;
  }
  return {
    nodes: Uint32Array.from(kinds),
    at: Float64Array.from(at),
    multipliers: Float64Array.from(multipliers),
    own,
  };
}
