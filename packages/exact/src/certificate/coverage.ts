import type { Split } from '../rigorous/split';

/** Where either side of a unit leads, if a leaf goes there. */
type Fork = { readonly by: Split; active?: Place; inactive?: Place };

/** What the leaves do after the same splits: whether one ends there, and by which units the others are split next. */
type Place = { leaf: boolean; readonly next: Map<string, Fork> };

const sides = ['active', 'inactive'] as const;

const keyOf = ({ node, unit, at = 0 }: Split): string => `${node}/${unit}/${at}`;
const place = (): Place => ({ leaf: false, next: new Map() });

/** The leaves as the tree that they are of: every one is a way from the root down. */
function treeOf(leaves: readonly (readonly Split[])[]): Place {
  const root = place();
  for (const splits of leaves) {
    let at = root;
    for (const split of splits) {
      const fork: Fork = at.next.get(keyOf(split)) ?? { by: split };
      at.next.set(keyOf(split), fork);
      fork[split.side] ??= place();
      at = fork[split.side]!;
    }
    at.leaf = true;
  }
  return root;
}

/** Places from the root down: none comes before the one it hangs on. */
function fromTheRoot(root: Place): Place[] {
  const places = [root];
  for (let i = 0; i < places.length; i++) {
    for (const { active, inactive } of places[i]!.next.values()) {
      if (active) places.push(active);
      if (inactive) places.push(inactive);
    }
  }
  return places;
}

/**
 * A part of the space that is not covered, as the splits that lead to it; `undefined` if every point is in some leaf. A
 * part is covered if it is a leaf, or both sides of some unit are: so the splits of each leaf must be those from the root
 * of a tree down, as a branch and bound makes them. Time is in proportion to the number of splits.
 */
export function uncovered(leaves: readonly (readonly Split[])[]): readonly Split[] | undefined {
  const root = treeOf(leaves);
  const covered = new Set<Place>();
  for (const at of fromTheRoot(root).reverse()) {
    const split = [...at.next.values()].some(
      ({ active, inactive }) => active && inactive && covered.has(active) && covered.has(inactive),
    );
    if (at.leaf || split) covered.add(at);
  }
  if (covered.has(root)) return undefined;
  const gap: Split[] = [];
  for (let at: Place | undefined = root; at; ) {
    // any unit will do: none has both sides covered
    const [fork] = [...at.next.values()] as Fork[];
    if (!fork) break;
    const side: Split['side'] =
      sides.find((one) => !fork[one]) ?? sides.find((one) => !covered.has(fork[one]!))!;
    gap.push({ ...fork.by, side });
    at = fork[side];
  }
  return gap;
}
