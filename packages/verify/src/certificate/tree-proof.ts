import type { PlainNetwork } from '@ibp/core';
import type { CertificateProof } from '@ibp/exact';
import { float32ToBase64, linesBelow } from '@ibp/exact';
import { type BranchAndBoundResult, leaves } from '../branch-and-bound';

/** Options of `treeProofs`. */
export type TreeProofOptions = {
  /** What bounded the hidden units of the search: `crown` unless given, as in `branchAndBound`. */
  readonly intermediate?: 'ibp' | 'crown';
  /** Which row, or conjunction of rows, each tree is of: their order unless given. */
  readonly rows?: readonly number[];
};

/**
 * What `branchAndBound` found as proofs of a certificate, one for each tree whose leaves are all proved.
 *
 * @param network the one that was searched: it tells what a slope of leakyRelu and abs is a part of.
 */
export function treeProofs(
  { trees, openUnits }: Pick<BranchAndBoundResult, 'trees' | 'openUnits'>,
  network: PlainNetwork,
  { intermediate = 'crown', rows = trees.map((_, i) => i) }: TreeProofOptions = {},
): CertificateProof[] {
  const units = Object.entries(openUnits).map(([node, of]) => ({
    node: Number(node),
    units: Array.from(of),
  }));
  return trees.flatMap((tree, k): CertificateProof[] => {
    const all = leaves(tree);
    if (all.some(({ status }) => status !== 'proved')) return [];
    if (all[0]?.by === 'intervals')
      return [{ kind: 'ibp', conjunctions: [rows[k]!], bounds: [all[0].bound] }];
    return [
      {
        kind: 'tree',
        conjunctions: [rows[k]!],
        bounds: [Math.max(...all.map(({ bound }) => bound))],
        intermediate,
        units,
        leaves: all.map(({ splits, betas, slopes, multipliers }) => ({
          splits: splits.map(({ node, unit, side }) => ({ node, unit, side })),
          betas: [...betas],
          ...(multipliers && multipliers.length > 1 ? { multipliers: [[...multipliers]] } : {}),
          below: units.map(({ node, units: own }) =>
            float32ToBase64(linesBelow(network, node, slopes[node] ?? unknown(own.length))),
          ),
        })),
      },
    ];
  });
}

const unknown = (units: number): Float32Array => new Float32Array(units).fill(Number.NaN);
