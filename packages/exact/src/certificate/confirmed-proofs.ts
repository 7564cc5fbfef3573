import type { PlainNetwork } from '@ibp/core';
import { checkProof } from './check-proof';
import type { CertificateProof } from './proof-schema';
import { type ProofAbout, type Region, regionOf } from './region';
import { toleranceOf } from './tolerance';

/**
 * The proofs that hold in exact arithmetic, each with the bounds it gives there instead of those that float32 gave.
 *
 * @param about the box that they are about, and the conjunctions of rows that no output of it may meet; a `region` of them, to be given again
 * for other proofs, keeps the enclosures that were made.
 */
export function confirmedProofs(
  proofs: readonly CertificateProof[],
  network: PlainNetwork,
  about: ProofAbout | Region,
): CertificateProof[] {
  const at = regionOf(network, about);
  const tolerance = toleranceOf('float32', network);
  return proofs.flatMap((proof) => {
    const { status, bounds } = checkProof(proof, at, tolerance);
    return status === 'confirmed' && bounds ? [{ ...proof, bounds: [...bounds] }] : [];
  });
}
