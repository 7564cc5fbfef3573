import type { CertificateProof } from './proof-schema';
import type { Certificate, CertificateExample } from './schema';
import type { CertificateV1, ProofV1 } from './schema-v1';

type ExampleV1 = CertificateV1['examples'][number];

/** Rows of version 1 are conjunctions of one row each; their numbers are the same. */
function proofOf({ rows, ...rest }: ProofV1): CertificateProof {
  return { ...rest, conjunctions: rows } as CertificateProof;
}

function verdictOf(verdict: ExampleV1['verdict']): CertificateExample['verdict'] {
  if (verdict.status === 'verified') return { ...verdict, proofs: verdict.proofs.map(proofOf) };
  if (verdict.status === 'unknown') return verdict;
  const { x, row } = verdict.witness;
  return { ...verdict, witness: { x: { float32: x }, conjunction: row } };
}

function unsafeOf(spec: ExampleV1['spec']): CertificateExample['unsafe'] {
  if (spec.kind === 'margins') return { kind: 'other-class', label: spec.label, classes: spec.classes };
  const { c, d } = spec;
  const units = c.length / d.length;
  // what fits no network stays as it is, to differ from whatever was asked
  if (!(Number.isInteger(units) && units > 0)) return { kind: 'rows', any: [{ c, d }] };
  return {
    kind: 'rows',
    any: d.map((constant, row) => ({ c: c.slice(row * units, (row + 1) * units), d: [constant] })),
  };
}

/** A certificate of version 1 as one of version 2 that states the same. Its hashes are those of version 1 still. */
export function fromV1(certificate: CertificateV1): Omit<Certificate, 'digest'> {
  const { examples, ...rest } = certificate;
  return {
    ...rest,
    version: 2,
    arithmetic: 'real',
    examples: examples.map(({ index, input, spec, verdict }) => ({
      index,
      region: { kind: 'ball', input: { sha256: input } },
      unsafe: unsafeOf(spec),
      verdict: verdictOf(verdict),
    })),
  };
}
