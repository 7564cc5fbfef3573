import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PlainNetwork } from '@ibp/core';
import {
  type Arithmetic,
  type AskedFile,
  type Certificate,
  createCertificate,
  type ExampleOutcome,
  encodePlainNetwork,
  type Statement,
} from '@ibp/exact';

/** What both checkers get: a network, what is asked of it, and what a certificate says. */
export type Case = {
  /** What the certificate has: the kind of its proof, mostly. */
  readonly name: string;
  readonly network: PlainNetwork;
  readonly asked: AskedFile;
  /** What is asked about. */
  readonly arithmetic: Arithmetic;
  readonly certificate: Certificate;
};

/** A case of one example, whose certificate states what is asked. */
export async function caseOf(
  name: string,
  network: PlainNetwork,
  statement: Statement,
  verdict: ExampleOutcome['verdict'],
  { mode = 'rigorous', arithmetic = 'real' }: Partial<Pick<Certificate, 'mode' | 'arithmetic'>> = {},
): Promise<Case> {
  const outcomes = [{ index: 7, statement, verdict }];
  const [certificate, whole] = await Promise.all(
    (['hashed', 'embedded'] as const).map((inputs) =>
      createCertificate(network, outcomes, { mode, inputs, arithmetic }),
    ),
  );
  const { epsilon, range, examples } = whole!;
  const stated = examples.map(({ index, region, unsafe }) => ({ index, region, unsafe }));
  const asked = { format: 'ibp-asked' as const, version: 1 as const, epsilon, range, examples: stated };
  return {
    ...{ name, network, arithmetic, certificate: certificate! },
    asked: JSON.parse(JSON.stringify(asked)) as AskedFile,
  };
}

/** Writes what the other checker reads. */
export async function writeCase(
  folder: string,
  { network, asked, certificate, arithmetic }: Omit<Case, 'certificate'> & { readonly certificate: object },
): Promise<string[]> {
  const path = join(folder, randomUUID());
  const files = [`${path}.json`, `${path}.safetensors`, `${path}.asked.json`];
  // packed or not, in turn
  const text = JSON.stringify(certificate);
  writeFileSync(files[0]!, text.length % 2 === 0 ? text : gzipSync(text));
  writeFileSync(files[1]!, await encodePlainNetwork(network));
  writeFileSync(files[2]!, JSON.stringify(asked));
  return [...files, arithmetic];
}
