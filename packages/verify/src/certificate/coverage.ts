import type { Split } from '../rigorous/split';

const keyOf = ({ node, unit }: Split): string => `${node}/${unit}`;

/** What most leaves are split by: in the tree of a branch and bound, its root. */
function commonest(leaves: readonly (readonly Split[])[]): Split {
  const counts = new Map<string, { count: number; split: Split }>();
  for (const leaf of leaves) {
    for (const split of leaf) {
      const entry = counts.get(keyOf(split));
      counts.set(keyOf(split), { count: (entry?.count ?? 0) + 1, split });
    }
  }
  return [...counts.values()].reduce((a, b) => (b.count > a.count ? b : a)).split;
}

/**
 * A part of the space that no leaf covers, as the splits that lead to it; `undefined` if every point is in some leaf.
 *
 * @param budget recursive calls, for lists of leaves that are no trees.
 * @returns `'too hard'` when the budget is used up.
 */
export function uncovered(
  leaves: readonly (readonly Split[])[],
  budget = { left: 100_000 },
): readonly Split[] | undefined | 'too hard' {
  if (--budget.left < 0) return 'too hard';
  if (leaves.some((leaf) => leaf.length === 0)) return undefined;
  if (leaves.length === 0) return [];
  const by = commonest(leaves);
  for (const side of ['active', 'inactive'] as const) {
    const here = leaves
      .filter((leaf) => !leaf.some((split) => keyOf(split) === keyOf(by) && split.side !== side))
      .map((leaf) => leaf.filter((split) => keyOf(split) !== keyOf(by)));
    const gap = uncovered(here, budget);
    if (gap === 'too hard') return gap;
    if (gap) return [{ ...by, side }, ...gap];
  }
  return undefined;
}
