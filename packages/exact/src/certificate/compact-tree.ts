import { base64ToFloat32, float32ToBase64 } from './base64';
import { treeLeafBounds } from './part-bounds';
import type { Region } from './region';
import type { Tree } from './root-enclosures';

type Leaf = Tree['leaves'][number];

/** Binary digits after the point that slopes and multipliers of a leaf are tried with. */
const digits = [2, 4, 8];
/** Of trees with more leaves than this none is tried without slopes: each try takes as long as a check. */
const mostTried = 256;

/** The same with few digits; what is NaN, and with it the list if nothing else is in it, is left to whoever checks. */
function rounded({ betas, below, planes, ...own }: Leaf, bits: number): Leaf {
  const round = (value: number) => Math.round(value * 2 ** bits) / 2 ** bits;
  const repacked = (packed: string): string => {
    const values = base64ToFloat32(packed)?.map(round);
    if (!values) return packed;
    return values.every((value) => Number.isNaN(value)) ? '' : float32ToBase64(values);
  };
  return {
    ...own,
    ...(betas && { betas: betas.map(round) }),
    ...(below && { below: below.map(repacked) }),
    ...(planes && { planes: planes.map((of) => ({ ...of, slopes: repacked(of.slopes) })) }),
  };
}

/**
 * A tree that holds, each of whose leaves has no more than it needs: no slopes, and no multipliers of splits, where those do that anyone would
 * choose, else as few digits as it is refuted with; and no units that none has slopes of. Its bounds are those of what is left.
 */
export function compactTree(tree: Tree, at: Region): Tree {
  const worst = new Float64Array(tree.conjunctions.length).fill(Number.NEGATIVE_INFINITY);
  const leaves = tree.leaves.map((leaf) => {
    const { splits, multipliers, betas } = leaf;
    const chosen = { splits, ...(multipliers && { multipliers }) };
    const bare =
      tree.leaves.length > mostTried ? [] : [chosen, ...(betas ? [rounded({ ...chosen, betas }, 4)] : [])];
    const tries = [...bare, ...digits.map((bits) => rounded(leaf, bits)), leaf];
    for (const one of tries) {
      const bounds = treeLeafBounds(tree, one, at);
      if (one !== leaf && !bounds.every((bound) => bound < 0)) continue;
      for (const [k, bound] of bounds.entries()) worst[k] = Math.max(worst[k]!, bound); // NaN stays
      return one;
    }
    return leaf;
  });
  return used({ ...tree, bounds: Array.from(worst), leaves });
}

/** Without units that no leaf has a slope of, but for those that hidden units are bounded with, which go by all. */
function used(tree: Tree): Tree {
  const { units, hidden, leaves, ...rest } = tree;
  if (!units || hidden) return tree;
  const slopes = leaves.map(({ below = [] }) => below.map((packed) => base64ToFloat32(packed) ?? []));
  const kept = units.map((of, entry) =>
    [...of.units.keys()].filter((k) => slopes.some((own) => !Number.isNaN(own[entry]?.[k] ?? Number.NaN))),
  );
  const entries = units.flatMap((of, entry) => (kept[entry]!.length > 0 ? [{ ...of, entry }] : []));
  if (entries.length === 0) return { ...rest, leaves };
  return {
    ...rest,
    units: entries.map(({ node, units: own, entry }) => ({ node, units: kept[entry]!.map((k) => own[k]!) })),
    leaves: leaves.map((leaf, l) => {
      if (!leaf.below) return leaf;
      const below = entries.map(({ entry }) => {
        const own = slopes[l]![entry];
        return own?.length ? float32ToBase64(Float32Array.from(kept[entry]!, (k) => own[k]!)) : '';
      });
      return { ...leaf, below };
    }),
  };
}
