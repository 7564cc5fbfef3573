import type { PlainNetwork } from '@ibp/core';
import type { Enclosure } from '../rigorous/enclosure';
import type { PlainSpec } from '../rigorous/spec';
import { checkProof } from './check-proof';
import { region } from './region';
import type { CertificateProof } from './schema';
import { toleranceOf } from './tolerance';

/**
 * The proofs that hold in exact arithmetic, each with the bounds it gives there instead of those that float32 gave.
 *
 * @param about the box that they are about, and the conjunctions of rows that no output of it may meet.
 */
export function confirmedProofs(
  proofs: readonly CertificateProof[],
  network: PlainNetwork,
  about: { readonly box: Enclosure; readonly unsafe: readonly PlainSpec[] },
): CertificateProof[] {
  const at = region(network, about.box, about.unsafe);
  const tolerance = toleranceOf('float32', network);
  return proofs.flatMap((proof) => {
    const { status, bounds } = checkProof(proof, at, tolerance);
    return status === 'confirmed' && bounds ? [{ ...proof, bounds: [...bounds] }] : [];
  });
}
