import { readFileSync } from 'node:fs';
import type { PlainNetwork } from '@ibp/core';
import { plainDense, randomFloats } from '@ibp/testing';
import Ajv from 'ajv';
import { folder } from '../../schema/folder';
import type { Statement } from '../property/property';
import { rigorousBounds } from '../rigorous/bounds';
import { rigorousBox } from '../rigorous/enclosure';
import { marginSpec } from '../rigorous/spec';
import { createCertificate, type ExampleOutcome, parseCertificate } from './certificate';
import { checkCertificate } from './check';
import { certificateDigest } from './hash';
import type { CertificateProof } from './proof-schema';
import type { Certificate } from './schema';

/** Four inputs, three classes, two layers of ten relus; of class 2 around `x`. */
export const network = plainDense([4, 10, 10, 3], 11);
export const x = randomFloats(4, 6).map(Math.abs);
export const label = 2;
export const conjunctions = [0, 1];
export const range: [number, number] = [0, 1];

/** "The class of `x` is 2 within epsilon". */
export const classAt = (epsilon: number, more: object = {}) =>
  ({ x, label, classes: 3, epsilon, range, ...more }) as const;

export const boundsAt = (epsilon: number, method: 'ibp' | 'crown' | 'crown-crown') =>
  Array.from(rigorousBounds(network, rigorousBox(x, epsilon), marginSpec(label, 3), { method }));

export const verified = (...proofs: CertificateProof[]): ExampleOutcome['verdict'] => ({
  status: 'verified',
  proofs,
});

/** A certificate of one example, number 7. */
export const certificateOf = (
  statement: Statement,
  verdict: ExampleOutcome['verdict'],
  net: PlainNetwork = network,
) => createCertificate(net, [{ index: 7, statement, verdict }], { mode: 'rigorous' });

/** By the JSON Schema that strangers read certificates by. */
export const isPublishedForm = new Ajv({ strictTuples: false }).compile(
  JSON.parse(readFileSync(`${folder}/certificate-2.json`, 'utf8')),
);

/** What a certificate, through a file, shows of example 7. */
export async function check(certificate: unknown, statement: Statement, net: PlainNetwork = network) {
  const stored: unknown = JSON.parse(JSON.stringify(certificate));
  const read = parseCertificate(stored);
  if (!isPublishedForm(stored)) throw new Error(JSON.stringify(isPublishedForm.errors));
  const { examples } = await checkCertificate(read, net, { indices: [7], of: () => statement });
  return examples[0]!;
}

/** A change, and the digest of what it gives: what a forger would do. */
export async function forged<C extends object = Certificate>(
  certificate: C,
  change: (copy: C) => void,
): Promise<C> {
  const copy = structuredClone(certificate);
  change(copy);
  return { ...copy, digest: await certificateDigest(copy) };
}

export const proofOf = (certificate: Certificate) =>
  (certificate.examples[0]!.verdict as unknown as { proofs: CertificateProof[] }).proofs[0]!;
