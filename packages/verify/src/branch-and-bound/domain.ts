import type { Split } from '@ibp/exact';
import type { Problem } from './problem';
import type { Leaf, SplitTree } from './tree';

/** A part of the box that is being worked on, as plain arrays: only the batch that is bounded is on the backend. */
export type Domain = {
  /** Which group of rows. */
  readonly spec: number;
  readonly splits: readonly Split[];
  /** For each row of the group a multiplier >= 0, 1 together. */
  readonly multipliers: Float32Array;
  /** One multiplier a split. */
  readonly betas: readonly number[];
  /** For each of the problem's relus, the slopes of its open units. */
  readonly slopes: readonly Float32Array[];
  /** An upper bound of the specification on this part. */
  readonly bound: number;
  /** For each of the problem's relus, the coefficients on the outputs of its open units, for choosing the next split. */
  readonly coefficients: readonly Float32Array[];
  readonly place: Place;
  /** `intervals`: the bound is that of `ibp()` on the whole box; no slopes give it again. */
  readonly by?: 'intervals';
};

/** Where a domain is in the tree: filled when it is split or left. */
export type Place = {
  domain?: Domain;
  split?: { node: number; unit: number; active: Place; inactive: Place };
};

/** The tree as it stands: every domain that was not split is a leaf. */
export function treeOf(problem: Problem, root: Place): SplitTree {
  // from the leaves up, without recursion: a tree may be thousands of splits deep
  const order: Place[] = [root];
  for (let i = 0; i < order.length; i++) {
    const { split } = order[i]!;
    if (split) order.push(split.active, split.inactive);
  }
  const trees = new Map<Place, SplitTree>();
  for (const place of order.reverse()) {
    const { split, domain } = place;
    if (split) {
      const { node, unit, active, inactive } = split;
      trees.set(place, {
        kind: 'branch',
        node,
        unit,
        active: trees.get(active)!,
        inactive: trees.get(inactive)!,
      });
    } else trees.set(place, leafOf(problem, domain!));
  }
  return trees.get(root)!;
}

function leafOf({ relus }: Problem, { bound, splits, betas, slopes, multipliers, by }: Domain): Leaf {
  return {
    kind: 'leaf',
    status: bound < 0 ? 'proved' : 'open',
    ...(by ? { by } : {}),
    bound,
    splits,
    betas,
    ...(multipliers.length > 1 ? { multipliers } : {}),
    slopes: Object.fromEntries(relus.map(({ node }, k) => [node, slopes[k]!])),
  };
}
