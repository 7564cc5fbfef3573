import type { PlainNetwork } from '@ibp/core';
import { confirmedProofs } from './confirmed-proofs';
import type { CertificateProof } from './schema';

type Crown = Extract<CertificateProof, { kind: 'crown' }>;

/** Binary digits after the point that slopes are tried with. */
const digits = [3, 6, 10, 16];

const rounded = (proof: Crown, bits: number): Crown => {
  const round = (slope: number) => Math.round(slope * 2 ** bits) / 2 ** bits;
  const slopes = proof.slopes?.map(({ below, above, ...own }) => ({
    ...own,
    ...(below && { below: below.map(round) }),
    ...(above && { above: above.map(round) }),
  }));
  return { ...proof, ...(slopes && { slopes }) };
};

/**
 * As `confirmedProofs`; slopes of backward passes are rounded to few digits first, as few as the proof still holds with,
 * since they fill a certificate. What does not hold with any number of digits is left out.
 *
 * @param about the box that they are about, and the conjunctions of rows that no output of it may meet.
 */
export function compactProofs(
  proofs: readonly CertificateProof[],
  network: PlainNetwork,
  about: Parameters<typeof confirmedProofs>[2],
): CertificateProof[] {
  return proofs.flatMap((proof) => {
    const tries = proof.kind === 'crown' && proof.slopes ? digits.map((bits) => rounded(proof, bits)) : [];
    for (const one of [...tries, proof]) {
      const [held] = confirmedProofs([one], network, about);
      if (held) return [held];
    }
    return [];
  });
}
