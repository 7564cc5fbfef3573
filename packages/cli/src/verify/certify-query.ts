import type { PlainNetwork } from '@ibp/core';
import {
  type CertificateCheck,
  type CertificateProof,
  checkCertificate,
  confirmedBoxTree,
  createCertificate,
  type ExampleOutcome,
  packNumbers,
  parseCertificate,
} from '@ibp/exact';
import type { PropertyResult } from '@ibp/verify';
import type { VnnlibProperty, VnnlibQuery } from '@ibp/vnnlib';

type Certificate = Awaited<ReturnType<typeof createCertificate>>;

/** A certificate of what was found out about the properties of a file; property `k` is its example `k`. */
export type Certified = {
  readonly certificate: Certificate;
  /** Whether the checker confirms all that was answered. */
  readonly confirmed: boolean;
  /** Why it does not. */
  readonly reason?: string;
};

/** What is certified: a network, what was asked of it, and what the search made of each property. */
export type Searched = {
  readonly plain: PlainNetwork;
  readonly query: VnnlibQuery;
  readonly results: readonly (PropertyResult | undefined)[];
};

/**
 * Proves in exact arithmetic what a search has found, and has the checker confirm it.
 *
 * @param left seconds that are left.
 */
export async function certifyQuery(
  { plain, query, results }: Searched,
  left: () => number,
): Promise<Certified> {
  const outcomes: ExampleOutcome[] = [];
  for (const [index, { boxes, unsafe, ...rest }] of query.properties.entries()) {
    const statement = { boxes, unsafe };
    const verdict = await verdictOf(plain, { ...statement, ...rest }, results[index], left);
    outcomes.push({ index, statement, verdict });
  }
  const certificate = await createCertificate(plain, outcomes, { mode: 'rigorous', inputs: 'embedded' });
  const check = await checkQuery(certificate, plain, query);
  const falsified = check.confirmed.falsified > 0;
  const confirmed = check.sound && (falsified || check.confirmed.verified === query.properties.length);
  if (confirmed) return { certificate, confirmed };
  const open = outcomes.find(({ verdict }) => verdict.status === 'unknown')?.verdict as { reason?: string };
  return { certificate, confirmed, reason: open?.reason ?? check.summary };
}

/** Whether a certificate shows what a file asks: every property is stated by the file, none by the certificate. */
export const checkQuery = (
  certificate: unknown,
  plain: PlainNetwork,
  { properties }: VnnlibQuery,
): Promise<CertificateCheck> =>
  checkCertificate(parseCertificate(certificate), plain, {
    indices: [...properties.keys()],
    of: (k) => ({ boxes: properties[k]!.boxes, unsafe: properties[k]!.unsafe }),
  });

async function verdictOf(
  plain: PlainNetwork,
  { boxes, unsafe }: VnnlibProperty,
  result: PropertyResult | undefined,
  left: () => number,
): Promise<ExampleOutcome['verdict']> {
  if (result?.witness) {
    const { x, conjunction } = result.witness;
    return { status: 'falsified', method: result.method, witness: { x: packNumbers(x), conjunction } };
  }
  if (result?.status !== 'verified')
    return { status: 'unknown', reason: result?.reason ?? 'it was not asked' };
  const proofs: CertificateProof[] = [];
  for (const [k, box] of boxes.entries()) {
    const several = boxes.length > 1 ? { box: k } : {};
    const options = { ...several, budget: Math.max(0, left()) };
    const { proof, reason = 'no proof' } = await confirmedBoxTree(
      plain,
      box,
      unsafe,
      result.trees[k],
      options,
    );
    if (!proof)
      return {
        status: 'unknown',
        reason: `${result.method} found it to hold; in exact arithmetic: ${reason}`,
      };
    proofs.push(proof);
  }
  return { status: 'verified', proofs };
}
