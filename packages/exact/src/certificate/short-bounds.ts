import type { CertificateProof } from './proof-schema';
import type { CertificateExample } from './schema';

/** Digits of stored bounds: they are for the reader, and a checker computes its own. */
const digits = 4;

/** The least number of so few digits that is not below: a bound of a bound. */
export function shortBound(bound: number): number {
  const near = Number(bound.toPrecision(digits));
  if (near >= bound || !Number.isFinite(bound)) return near;
  const above = near + 10 ** (Math.floor(Math.log10(Math.abs(bound))) - digits + 1);
  const short = Number(above.toPrecision(digits));
  // so near to 0 that a step leads past it, or that powers of 10 are rounded
  return short >= bound && short < 0 ? short : bound;
}

/** A verdict whose proofs have bounds of few digits, each no lower than it was. */
export const withShortBounds = (verdict: CertificateExample['verdict']): CertificateExample['verdict'] =>
  verdict.status === 'verified' ? { ...verdict, proofs: verdict.proofs.map(short) } : verdict;

const short = (proof: CertificateProof): CertificateProof =>
  proof.bounds
    ? { ...proof, bounds: proof.bounds.map((bound) => (bound < 0 ? shortBound(bound) : bound)) }
    : proof;
