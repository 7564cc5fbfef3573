import { type PlainNetwork, sizeOf } from '../plain/plain-network';
import { rigorousBox } from '../rigorous/enclosure';
import { marginSpec, type PlainSpec } from '../rigorous/spec';
import { fromBase64 } from './base64';
import { checkProof, type Finding, region } from './check-proof';
import { checkWitness } from './check-witness';
import { certificateDigest, inputHash, networkHash } from './hash';
import type { Certificate, CertificateExample } from './schema';

/** What became of one example of a certificate; `no claim` for those it calls unknown. */
export type Check = {
  readonly index: number;
  readonly claim: 'verified' | 'falsified' | 'unknown';
  readonly status: Finding['status'] | 'no claim';
  readonly reason: string;
};

/** What a certificate claims, checked. */
export type CertificateCheck = {
  /** No example was rejected and nothing was wrong with the certificate itself. */
  readonly sound: boolean;
  readonly examples: readonly Check[];
  readonly confirmed: { readonly verified: number; readonly falsified: number };
};

/** An example as the data set has it. */
export type CheckedInput = { readonly x: Float32Array; readonly label?: number };

/** How far a bound that float32 arithmetic found may lie from what exact arithmetic gives; rigorous ones hardly. */
const tolerances = { float32: 1e-3, rigorous: 1e-9 } as const;

function specOf({ spec }: CertificateExample): PlainSpec | undefined {
  if (spec.kind === 'linear') return { c: Float64Array.from(spec.c), d: Float64Array.from(spec.d) };
  return spec.label < spec.classes ? marginSpec(spec.label, spec.classes) : undefined;
}

/**
 * Checks a certificate without the code that made it: float64 arithmetic with proven rounding errors, no tfjs, no
 * solver. An example is `confirmed` only if its claim was shown anew in exact arithmetic.
 *
 * @param inputs the inputs as stored, by their index; with its label, that a certificate about another class is rejected.
 * @throws where there is no Web Crypto.
 */
export async function checkCertificate(
  certificate: Certificate,
  network: PlainNetwork,
  inputs: (index: number) => CheckedInput | undefined,
): Promise<CertificateCheck> {
  const wrong = await certificateFault(certificate, network);
  const examples: Check[] = [];
  const seen = new Set<number>();
  for (const example of certificate.examples) {
    const { index, verdict } = example;
    const fault = wrong ?? (seen.has(index) ? `example ${index} comes twice` : undefined);
    seen.add(index);
    const finding = fault
      ? ({ status: 'rejected', reason: fault } as const)
      : await checkExample(example, certificate, network, inputs(index));
    examples.push({ index, claim: verdict.status, ...finding });
  }
  const confirmed = (claim: Check['claim']) =>
    examples.filter((check) => check.claim === claim && check.status === 'confirmed').length;
  return {
    sound: !wrong && examples.every(({ status }) => status !== 'rejected'),
    examples,
    confirmed: { verified: confirmed('verified'), falsified: confirmed('falsified') },
  };
}

async function certificateFault(
  certificate: Certificate,
  network: PlainNetwork,
): Promise<string | undefined> {
  if (certificate.digest !== (await certificateDigest(certificate))) return 'the digest is of another text';
  if (certificate.network !== (await networkHash(network))) return 'the certificate is of another network';
  return undefined;
}

async function checkExample(
  example: CertificateExample,
  { epsilon, range, mode }: Certificate,
  network: PlainNetwork,
  input: CheckedInput | undefined,
): Promise<Omit<Check, 'index' | 'claim'>> {
  const reject = (reason: string) => ({ status: 'rejected', reason }) as const;
  if (!input) return { status: 'not confirmable', reason: 'its input was not given' };
  const { x, label } = input;
  const units = sizeOf(network.nodes[0]!.shape);
  if (x.length !== units) return reject(`expected an input of ${units} units, got ${x.length}`);
  if (example.input !== (await inputHash(x))) return reject('the input is another one');
  if (label !== undefined && example.spec.kind === 'margins' && example.spec.label !== label) {
    return reject(`the label is ${label}, not ${example.spec.label}`);
  }
  const { verdict } = example;
  if (verdict.status === 'unknown') return { status: 'no claim', reason: verdict.reason };
  const spec = specOf(example);
  const outputs = sizeOf(network.nodes.at(-1)!.shape);
  if (!spec || spec.d.length === 0 || spec.c.length !== spec.d.length * outputs) {
    return reject(`the specification is not one of ${outputs} outputs`);
  }
  if (verdict.status === 'falsified') {
    const point = fromBase64(verdict.witness.x);
    if (!point) return reject('the witness is no list of numbers');
    return checkWitness(network, spec, { x: point, row: verdict.witness.row }, { x, epsilon, range });
  }
  const proved = new Set(verdict.proofs.flatMap(({ rows }) => rows));
  const missing = spec.d.findIndex((_, row) => !proved.has(row));
  if (missing >= 0) return reject(`no proof for row ${missing}`);
  const at = region(network, rigorousBox(x, epsilon, range), spec);
  const findings = verdict.proofs.map((proof) => checkProof(proof, at, tolerances[mode]));
  const worst = (status: Finding['status']) => findings.find((finding) => finding.status === status);
  return (
    worst('rejected') ??
    worst('not confirmable') ?? {
      status: 'confirmed',
      reason: findings.map(({ reason }) => reason).join('; '),
    }
  );
}
