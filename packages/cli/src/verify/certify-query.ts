import type { PlainNetwork } from '@ibp/core';
import {
  type Arithmetic,
  type CertificateCheck,
  checkCertificate,
  createCertificate,
  type ExampleOutcome,
  type Property,
  parseCertificate,
} from '@ibp/exact';
import { type PropertyResult, propertyOutcome } from '@ibp/verify';
import type { VnnlibQuery } from '@ibp/vnnlib';

type Certificate = Awaited<ReturnType<typeof createCertificate>>;

const words = { real: 'exact arithmetic', 'any-order-float32': 'any-order-float32' } as const;

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
  /** What the answer has to hold in; real numbers unless given. */
  readonly arithmetic?: Arithmetic;
};

/**
 * Proves in exact arithmetic what a search has found, and has the checker confirm it.
 *
 * @param left seconds that are left.
 */
export async function certifyQuery(
  { plain, query, results, arithmetic = 'real' }: Searched,
  left: () => number,
): Promise<Certified> {
  const outcomes: ExampleOutcome[] = [];
  for (const [index, property] of query.properties.entries()) {
    const budget = Math.max(0, left());
    outcomes.push(await outcomeOf(plain, property, results[index], { index, budget, arithmetic }));
  }
  const options = { mode: 'rigorous', inputs: 'embedded', arithmetic } as const;
  const certificate = await createCertificate(plain, outcomes, options);
  const check = await checkQuery(certificate, plain, query, arithmetic);
  const falsified = check.confirmed.falsified > 0;
  const confirmed = check.sound && (falsified || check.confirmed.verified === query.properties.length);
  if (confirmed) return { certificate, confirmed };
  const open = outcomes.find(({ verdict }) => verdict.status === 'unknown')?.verdict as { reason?: string };
  return { certificate, confirmed, reason: open?.reason ?? check.summary };
}

/** Whether a certificate shows what a file asks, in an arithmetic: every property is stated by the file, none by the certificate. */
export const checkQuery = (
  certificate: unknown,
  plain: PlainNetwork,
  { properties }: VnnlibQuery,
  arithmetic: Arithmetic,
): Promise<CertificateCheck> =>
  checkCertificate(
    parseCertificate(certificate),
    plain,
    { indices: [...properties.keys()], of: (k) => properties[k]! },
    { arithmetic },
  );

async function outcomeOf(
  plain: PlainNetwork,
  statement: Property,
  result: PropertyResult | undefined,
  options: { readonly index: number; readonly budget: number; readonly arithmetic: Arithmetic },
): Promise<ExampleOutcome> {
  const unknown = (reason: string): ExampleOutcome => ({
    index: options.index,
    statement,
    verdict: { status: 'unknown', reason },
  });
  if (!result) return unknown('it was not asked');
  const { outcome, confirmed, boxes: found } = await propertyOutcome(plain, statement, result, options);
  if (confirmed || result.status !== 'verified') return outcome;
  const { reason = 'no proof' } = found.find(({ proofs }) => !proofs)!;
  return unknown(`${result.method} found it to hold; in ${words[options.arithmetic]}: ${reason}`);
}
