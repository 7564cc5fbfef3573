import type { CertificateProof } from '@ibp/exact';
import type { Finding } from './stage';

/** What upper bounds of the open rows prove. */
export function findingOf(open: readonly number[], margins: ArrayLike<number>): Finding {
  const bounds = Object.fromEntries(open.map((row, k) => [row, margins[k]!]));
  const odd = open.find((row) => !Number.isFinite(bounds[row]));
  return {
    // written so that NaN proves nothing; -Infinity is an overflow
    proved: open.filter((row) => bounds[row]! < 0 && Number.isFinite(bounds[row])),
    bounds,
    ...(odd === undefined
      ? {}
      : { remark: { reason: 'not-finite', detail: `the bound of row ${odd} is not finite` } }),
  };
}

/** What proofs of a certificate prove, with them as evidence. */
export function provedBy(proofs: readonly CertificateProof[]): Finding {
  const bounds = Object.fromEntries(
    proofs.flatMap(({ conjunctions, bounds: own }) =>
      conjunctions.map((row, k) => [row, own?.[k] ?? Number.NaN]),
    ),
  );
  return { proved: proofs.flatMap(({ conjunctions }) => conjunctions), bounds, evidence: proofs };
}
