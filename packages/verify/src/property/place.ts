import type { PropertyTree } from './tree';

/** Where a box is in the tree: filled when it is cut or proved. */
export type Place = {
  proved?: boolean;
  cut?: { readonly feature: number; readonly at: number; readonly below: Place; readonly above: Place };
};

/** The tree as it stands; without recursion, for it may be thousands of cuts deep. */
export function treeOfPlace(root: Place): PropertyTree {
  const order: Place[] = [root];
  for (let i = 0; i < order.length; i++) {
    const { cut } = order[i]!;
    if (cut) order.push(cut.below, cut.above);
  }
  const trees = new Map<Place, PropertyTree>();
  for (const place of order.reverse()) {
    const { cut, proved } = place;
    trees.set(
      place,
      cut
        ? { kind: 'branch', ...cut, below: trees.get(cut.below)!, above: trees.get(cut.above)! }
        : { kind: 'leaf', status: proved ? 'proved' : 'open' },
    );
  }
  return trees.get(root)!;
}
