import { partBounds } from '../part-bounds';
import type { PartProof } from '../proof-schema';
import { conjunctionBounds, type Multipliers, type Region, region } from '../region';
import type { BoxTree } from './box-tree';
import type { BoxTreeProof } from './pack';
import { walk } from './walk';

/** What a cut box gives for each conjunction; where a leaf does not refute them all, it is the last one looked at. */
export type BoxTreeBounds = { readonly bounds: Float64Array; readonly failed?: number };

/**
 * The bounds of each conjunction over each leaf, of which the greatest counts; ends with the first leaf that is not proved.
 *
 * Why that is a proof: the leaves cover the box (`treeFault`), so an input is in some leaf. The hidden units of a leaf are
 * enclosed from the leaf's own box, and over them the backward pass bounds from above, for each conjunction, one of its
 * rows or a sum of its rows with multipliers >= 0 (see `combination`). Below 0, no input of the leaf meets all rows. A leaf
 * with proofs of its own is a box with proofs like any other.
 */
export function boxTreeBounds(tree: BoxTree, proof: BoxTreeProof, at: Region): BoxTreeBounds {
  const { network, unsafe, arithmetic } = at;
  const conjunctions = proof.conjunctions.map((k) => unsafe[k]!);
  const sizes = conjunctions.map(({ d }) => d.length);
  const rows = sizes.reduce((a, b) => a + b, 0);
  const worst = new Float64Array(conjunctions.length).fill(Number.NEGATIVE_INFINITY);
  const own = new Map(tree.own.map(({ leaf, proofs }) => [leaf, proofs]));
  for (const step of walk(tree, at.box)) {
    if (step.kind === 'cut') continue;
    const { number, weighted, part } = step;
    const box = { lower: part.lower.slice(), upper: part.upper.slice() };
    const here = region(network, box, unsafe, arithmetic);
    const proofs = own.get(number);
    const multipliers = weighted === undefined ? [] : byConjunction(tree.multipliers, rows * weighted, sizes);
    const bounds = proofs
      ? ownBounds(proofs, proof.conjunctions, here)
      : conjunctionBounds(network, here.enclosures(proof.intermediate), conjunctions, {}, multipliers);
    for (const [k, bound] of bounds.entries()) worst[k] = Math.max(worst[k]!, bound); // NaN stays
    if (!bounds.every((bound) => bound < 0)) return { bounds: worst, failed: number };
  }
  return { bounds: worst };
}

function byConjunction(all: Float64Array, from: number, sizes: readonly number[]): Multipliers {
  let at = from;
  return sizes.map((size) => {
    at += size;
    return all.subarray(at - size, at);
  });
}

/** In the order of `conjunctions`; NaN for one that no proof is of. */
function ownBounds(
  proofs: readonly PartProof[],
  conjunctions: readonly number[],
  here: Region,
): Float64Array {
  const found = new Map<number, number>();
  for (const proof of proofs) {
    for (const [k, bound] of partBounds(proof, here).entries()) found.set(proof.conjunctions[k]!, bound);
  }
  return Float64Array.from(conjunctions, (k) => found.get(k) ?? Number.NaN);
}
