import { checkProof } from './check-proof';
import type { Region } from './region';
import type { CertificateProof } from './schema';

/** How far float32 may be from exact arithmetic, relative to the larger of 1 and the magnitude of a bound. */
const ROUNDING = 1e-3;

/** The proofs that hold in exact arithmetic, each with the bounds it gives there instead of those that float32 gave. */
export function confirmed(proofs: readonly CertificateProof[], at: Region): CertificateProof[] {
  return proofs.flatMap((proof) => {
    const { status, bounds } = checkProof(proof, at, ROUNDING);
    return status === 'confirmed' && bounds ? [{ ...proof, bounds: [...bounds] }] : [];
  });
}
