import type { Enclosure } from '@ibp/exact';
import type { Attack } from '../attack/attack';
import type { BoxOutcome } from '../input-split';
import type { Limits } from '../limits';
import type { Checked } from '../witness';
import { treeProof } from './proof';
import { rootOf } from './root';
import { searchActivations } from './search';
import { searchNetwork } from './search-network';

export type ActivationSplitOptions = {
  readonly limits: Limits;
  readonly attack: Attack;
  readonly seed: number;
  readonly onBatch?: (open: number) => void;
};

/**
 * Branch and bound on the values of hidden units on the host, in float64 with outward rounding: at the kinks of activations in
 * linear pieces, and anywhere else of smooth ones (beta-CROWN, Wang et al. 2021; GenBaB, Shi et al. 2025). Nothing where the
 * network has ops that are not for the host, is so large that a backend is faster, or intervals do not bound it.
 */
export async function splitActivations(
  whole: Enclosure,
  { plain, rows }: Checked,
  options: ActivationSplitOptions,
): Promise<BoxOutcome | undefined> {
  const net = searchNetwork(plain);
  const root = net && rootOf(net, plain, whole, () => options.limits.reached() !== undefined);
  if (!net || !root) return undefined;
  const method = 'branch-and-bound';
  const { status, witness, reason, trees } = await searchActivations(net, root, rows, options);
  return {
    ...{ status, method },
    ...(witness ? { witness } : {}),
    ...(reason ? { reason } : {}),
    ...(status === 'verified' ? { proofs: trees.map((tree, k) => treeProof(root, k, tree)) } : {}),
  };
}
