import {
  confirmedTree,
  type Region,
  type Solver,
  type Split,
  type TreeConfirmation,
  treeByLp,
} from '@ibp/exact';

/**
 * One conjunction refuted on each leaf of a tree of splits, whose leaves come without bounds: with chosen slopes, else by the duals of a
 * linear program of the row that is nearest to it, else by further splits.
 */
export async function confirmPatterns(
  at: Region,
  conjunction: number,
  leaves: readonly (readonly Split[])[],
  limits: { readonly budget: number; readonly leaves: number; readonly signal?: AbortSignal },
  solver: Solver | undefined,
): Promise<TreeConfirmation> {
  const intermediate = 'crown' as const;
  if (solver) return treeByLp(at, conjunction, { ...limits, solver, intermediate, parts: leaves });
  const own = leaves.map((splits) => ({ splits: splits.map((split) => ({ ...split })) }));
  const tree = { kind: 'tree' as const, conjunctions: [conjunction], intermediate, leaves: own };
  return confirmedTree(at.network, tree, at, limits);
}
