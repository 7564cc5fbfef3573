import * as v from 'valibot';
import { type CertificateProof, proofSchema } from './proof-schema';

/** What a stage left as evidence, where it is one proof or a list of proofs; none where it is anything else. */
export function proofsIn(evidence: unknown): readonly CertificateProof[] {
  const result = v.safeParse(v.array(proofSchema), Array.isArray(evidence) ? evidence : [evidence]);
  return result.success ? result.output : [];
}
