import { type BranchAndBoundResult, leaves, type OpenUnits } from '../branch-and-bound';
import type { PlainNetwork } from '../plain/plain-network';
import { piecewise } from '../rigorous/piecewise';
import { toBase64 } from './base64';
import type { CertificateProof } from './schema';

export type TreeProofOptions = {
  /** What bounded the hidden units of the search: `crown` unless given, as in `branchAndBound`. */
  readonly intermediate?: 'ibp' | 'crown';
  /** Which row each tree is of: their order unless given. */
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
    return [
      {
        kind: 'tree',
        rows: [rows[k]!],
        bounds: [Math.max(...all.map(({ bound }) => bound))],
        intermediate,
        units,
        leaves: all.map(({ splits, betas, slopes }) => ({
          splits: splits.map(({ node, unit, side }) => ({ node, unit, side })),
          betas: [...betas],
          below: units.map(({ node }) => toBase64(linesBelow(network, node, slopes, openUnits))),
        })),
      },
    ];
  });
}

/** The search writes every function with one kink as `a x + b relu(x)`, and its slopes are those under the relu. */
function linesBelow(
  { nodes }: PlainNetwork,
  node: number,
  slopes: { readonly [node: number]: Float32Array },
  openUnits: OpenUnits,
): Float32Array {
  const f = piecewise(nodes[node]!);
  const own = slopes[node];
  if (!f || !own || f.slopes.length !== 2) return new Float32Array(openUnits[node]!.length).fill(Number.NaN);
  const [left, right] = f.slopes as [number, number];
  // where the function is concave the slope is that of the line above, which is left to the checker
  return own.map((slope) => (right >= left ? left + (right - left) * slope : Number.NaN));
}
