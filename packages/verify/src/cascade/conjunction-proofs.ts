import { type CertificateProof, proofsIn } from '@ibp/exact';
import type { Finding } from './stage';

/**
 * The evidence of a finding with conjunctions in place of the rows that a stage counts: that a row is below 0 everywhere
 * refutes its conjunction, by a multiplier of 1 for this row alone. Of several rows of a conjunction, the first. What is
 * no proof of a certificate stays as it is.
 */
export function rowsAsConjunctions(
  { evidence, refuted }: Finding,
  conjunctions: readonly (readonly number[])[],
): unknown {
  // counted in conjunctions already
  if (refuted) return evidence;
  const proofs = evidence === undefined ? [] : proofsIn(evidence);
  if (proofs.length === 0) return evidence;
  const shown = new Set<number>();
  return proofs.flatMap((proof) => {
    return proof.conjunctions.flatMap((row, at): CertificateProof[] => {
      const k = conjunctions.findIndex((rows) => rows.includes(row));
      if (k < 0 || shown.has(k)) return [];
      shown.add(k);
      const bound = proof.bounds?.[at];
      const bounds = bound === undefined ? {} : { bounds: [bound] };
      const multipliers = [conjunctions[k]!.map((other) => (other === row ? 1 : 0))];
      const { bounds: _, ...rest } = proof;
      const about = { conjunctions: [k], ...bounds };
      if (rest.kind === 'box-tree') return []; // its multipliers are in lists of all rows
      if (rest.kind === 'unchecked') return [{ ...rest, ...about }];
      if (rest.kind === 'tree') {
        return [{ ...rest, ...about, leaves: rest.leaves.map((leaf) => ({ ...leaf, multipliers })) }];
      }
      return [{ ...rest, ...about, multipliers }];
    });
  });
}
