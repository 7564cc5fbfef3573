import type { PlainNetwork } from '@ibp/core';
import type { Arithmetic } from '../rigorous/arithmetic';
import type { Enclosure } from '../rigorous/enclosure';
import type { PlainSpec } from '../rigorous/spec';
import { checkProof } from './check-proof';
import { region } from './region';
import type { CertificateProof } from './schema';
import { toleranceOf } from './tolerance';

/** What proofs are about: a box, the conjunctions of rows that no output of it may meet, and whose outputs (of real numbers unless given). */
export type ProofAbout = {
  readonly box: Enclosure;
  readonly unsafe: readonly PlainSpec[];
  readonly arithmetic?: Arithmetic;
};

/**
 * The proofs that hold in exact arithmetic, each with the bounds it gives there instead of those that float32 gave.
 *
 * @param about the box that they are about, and the conjunctions of rows that no output of it may meet.
 */
export function confirmedProofs(
  proofs: readonly CertificateProof[],
  network: PlainNetwork,
  about: ProofAbout,
): CertificateProof[] {
  const at = region(network, about.box, about.unsafe, about.arithmetic);
  const tolerance = toleranceOf('float32', network);
  return proofs.flatMap((proof) => {
    const { status, bounds } = checkProof(proof, at, tolerance);
    return status === 'confirmed' && bounds ? [{ ...proof, bounds: [...bounds] }] : [];
  });
}
