import { fail, type PlainNetwork } from '@ibp/core';
import { settledCopy } from '../plain/linear-nodes';
import { assertStatement } from '../property/assert-property';
import { copyOfStatement, type Statement } from '../property/property';
import type { Arithmetic } from '../rigorous/arithmetic';
import { type Asked, inWords, isList } from './asked';
import type { AnyCertificate } from './certificate';
import { checkExample, type Terms } from './check-example';
import type { Finding } from './finding';
import { fromV1 } from './from-v1';
import { certificateDigest, inputHash, networkHash } from './hash';
import { inputHashV1, networkHashV1 } from './hash-v1';
import type { CertificateExample } from './schema';

/**
 * What became of one example that was asked about, or that a certificate has; `no claim` for those it calls unknown,
 * `missing` for those it does not have.
 */
export type Check = {
  readonly index: number;
  readonly claim: 'verified' | 'falsified' | 'unknown' | 'none';
  readonly status: Finding['status'] | 'no claim' | 'missing';
  readonly reason: string;
};

/** Options of `checkCertificate`. */
export type CheckOptions = {
  /** Called with what became of each example that was asked about, when it is checked. */
  readonly onCheck?: (check: Check) => void;
  /** What the claims have to hold in, as whoever asks means it: in real numbers unless given. A certificate of another is rejected. */
  readonly arithmetic?: Arithmetic;
};

/** What a certificate claims, checked against what was asked. */
export type CertificateCheck = {
  /** `old form`: of version 1, whose certificates state less. What is confirmed is what was asked in either case. */
  readonly form: 'version 2' | 'old form';
  /** The certificate is about all that was asked, and nothing else; no example was rejected or is missing. */
  readonly sound: boolean;
  readonly examples: readonly Check[];
  /** How many examples were asked about. */
  readonly asked: number;
  readonly confirmed: { readonly verified: number; readonly falsified: number };
  /** What was confirmed: `confirmed 113 of 200: class of example i for all |x - x_i| <= 0.12 within [0, 1]`. */
  readonly summary: string;
};

/**
 * Checks a certificate in float64 arithmetic with proven rounding errors, no tfjs, no solver. An example is `confirmed`
 * only if what was asked of it was shown anew in exact arithmetic; a certificate that states anything else of it
 * (another input, epsilon, range, label, rows) is `rejected`, with what differs.
 *
 * Of the mode `float32` no code that made the certificate is used. Bounds of the mode `rigorous` were found by the code
 * that checks them here (`enclose`, `exactBackward`): that repeats the computation, and is no second opinion on it.
 *
 * With `arithmetic: 'any-order-float32'` it is shown of every float32 program (see `Arithmetic`): a counter-example is confirmed
 * where it is one in every order of summation.
 *
 * What is in a certificate costs the example that it is about, and never an exception.
 *
 * @param asked what was to be proved, of which examples: by their index, or a list from index 0.
 * @throws where there is no Web Crypto, nothing is asked, an index comes twice, or what is asked does not fit the network.
 */
export async function checkCertificate(
  given: AnyCertificate,
  net: PlainNetwork,
  asked: Asked,
  { onCheck, arithmetic = 'real' }: CheckOptions = {},
): Promise<CertificateCheck> {
  // copies: what is hashed is what is computed with, whatever the caller does meanwhile
  const [certificate, network] = [structuredClone(given), settledCopy(net)];
  const old = certificate.version === 1;
  const { examples, epsilon, range, mode, arithmetic: stated } = old ? fromV1(certificate) : certificate;
  const hash = old ? inputHashV1 : inputHash;
  const terms = { network, mode, arithmetic, hash, epsilon, range } as Terms;
  const fault = otherArithmetic(stated, arithmetic) ?? (await certificateFault(certificate, network));

  const claims = new Map<number, CertificateExample[]>();
  for (const example of examples) {
    const others = claims.get(example.index);
    if (others) others.push(example);
    else claims.set(example.index, [example]);
  }
  const checks: Check[] = [];
  const words = new Map<string, { asked: number; verified: number }>();
  const statements = statementsOf(asked, network);
  for (const [index, statement] of statements) {
    const check = await checkOne(index, claims.get(index) ?? [], statement, fault, terms);
    claims.delete(index);
    checks.push(check);
    onCheck?.(check);
    const text = inWords(statement);
    const count = words.get(text) ?? { asked: 0, verified: 0 };
    const verified = check.claim === 'verified' && check.status === 'confirmed' ? 1 : 0;
    words.set(text, { asked: count.asked + 1, verified: count.verified + verified });
  }
  if (checks.length === 0)
    fail('checkCertificate', 'expected at least one example to be asked about, got none');
  for (const [index, [example]] of claims) {
    checks.push({
      index,
      claim: example!.verdict.status,
      status: 'rejected',
      reason: 'it was not asked about',
    });
  }
  const suffix = arithmetic === 'real' ? '' : `, in ${arithmetic}`;
  const confirmed = (claim: Check['claim']) =>
    checks.filter((check) => check.claim === claim && check.status === 'confirmed').length;
  return {
    form: old ? 'old form' : 'version 2',
    sound: !fault && checks.every(({ status }) => status !== 'rejected' && status !== 'missing'),
    examples: checks,
    asked: [...words.values()].reduce((sum, count) => sum + count.asked, 0),
    confirmed: { verified: confirmed('verified'), falsified: confirmed('falsified') },
    summary: [...words]
      .map(([text, n]) => `confirmed ${n.verified} of ${n.asked}: ${text}${suffix}`)
      .join('\n'),
  };
}

function* statementsOf(asked: Asked, network: PlainNetwork): Generator<[number, Statement]> {
  const seen = new Set<number>();
  for (const index of isList(asked) ? asked.keys() : asked.indices) {
    if (!(Number.isSafeInteger(index) && index >= 0)) {
      fail('checkCertificate', `expected indices from 0, got ${index}`);
    }
    if (seen.has(index)) fail('checkCertificate', `expected every index once, got ${index} twice`);
    seen.add(index);
    const statement = copyOfStatement(isList(asked) ? asked[index]! : asked.of(index));
    assertStatement(`checkCertificate: example ${index}`, network, statement);
    yield [index, statement];
  }
}

async function checkOne(
  index: number,
  [example, another]: readonly CertificateExample[],
  statement: Statement,
  fault: string | undefined,
  terms: Terms,
): Promise<Check> {
  if (!example) {
    return { index, claim: 'none', status: 'missing', reason: 'the certificate says nothing of it' };
  }
  const about = { index, claim: example.verdict.status };
  if (fault) return { ...about, status: 'rejected', reason: fault };
  if (another) return { ...about, status: 'rejected', reason: `example ${index} comes twice` };
  try {
    return { ...about, ...(await checkExample(example, statement, terms)) };
  } catch (error) {
    const reason = `it cannot be checked: ${(error as Error).message}`;
    return { ...about, status: 'not confirmable', reason };
  }
}

const otherArithmetic = (stated: Arithmetic, asked: Arithmetic): string | undefined =>
  stated === asked ? undefined : `its claims hold in ${stated}, not in ${asked}`;

async function certificateFault(given: AnyCertificate, network: PlainNetwork): Promise<string | undefined> {
  const hash = given.version === 1 ? networkHashV1(network) : networkHash(network);
  if (given.network !== (await hash)) return 'the certificate is of another network';
  try {
    return given.digest === (await certificateDigest(given)) ? undefined : 'the digest is of another text';
  } catch (error) {
    return `its digest cannot be computed: ${(error as Error).message}`; // of a text that is too long for one
  }
}
