import { fail, type PlainNetwork } from '@ibp/core';
import * as v from 'valibot';
import { assertStatement } from '../property/assert-property';
import { type InputBall, isBall, type Statement } from '../property/property';
import type { PerFeature, PlainRange } from '../rigorous/enclosure';
import { certificateDigest, inputHash, networkHash } from './hash';
import { packNumbers } from './numbers';
import { type Certificate, type CertificateExample, certificateSchema } from './schema';
import { type CertificateV1, certificateSchemaV1 } from './schema-v1';
import { withShortBounds } from './short-bounds';
import { endOf } from './stated';

/** Any version that is read. */
export type AnyCertificate = Certificate | CertificateV1;

/** What was asked of an example and what was found out, as a certificate is made of them. */
export type ExampleOutcome = {
  /** Place in the data set. */
  readonly index: number;
  readonly statement: Statement;
  readonly verdict: CertificateExample['verdict'];
};

/** Options of `createCertificate`. */
export type CertificateOptions = Pick<Certificate, 'mode'> &
  Partial<Pick<Certificate, 'arithmetic' | 'weights' | 'software'>> & {
    /** Whether inputs are in the certificate, or their hashes alone (unless given). */
    readonly inputs?: 'hashed' | 'embedded';
  };

const perFeature = <T>(values: PerFeature, one: (value: number) => T): T | T[] =>
  typeof values === 'number' ? one(values) : Array.from(values, one);
const radiusOf = ({ epsilon }: InputBall) => perFeature(epsilon, (e) => e);
const rangeOf = ([least, greatest]: PlainRange) => [perFeature(least, endOf), perFeature(greatest, endOf)];

/** What most balls of a run have in common is said once. */
function shared(outcomes: readonly ExampleOutcome[]): { epsilon?: unknown; range?: unknown } {
  const first = outcomes.find(({ statement }) => isBall(statement))?.statement;
  return first && isBall(first) ? { epsilon: radiusOf(first), range: rangeOf(first.range) } : {};
}

const unless = (name: string, own: unknown, common: unknown) =>
  JSON.stringify(own) === JSON.stringify(common) ? {} : { [name]: own };

async function regionOf(
  statement: Statement,
  inputs: 'hashed' | 'embedded',
  common: ReturnType<typeof shared>,
) {
  if (!isBall(statement)) {
    const ends = (values: Float64Array) => Array.from(values, endOf);
    const boxes = statement.boxes.map(({ lower, upper }) => ({ lower: ends(lower), upper: ends(upper) }));
    return { kind: 'boxes', boxes };
  }
  const { x, range } = statement;
  return {
    kind: 'ball',
    input: inputs === 'embedded' ? packNumbers(x) : { sha256: await inputHash(x) },
    ...unless('epsilon', radiusOf(statement), common.epsilon),
    ...unless('range', rangeOf(range), common.range),
  };
}

function unsafeOf(statement: Statement) {
  if ('label' in statement) {
    return { kind: 'other-class', label: statement.label, classes: statement.classes };
  }
  if (!isBall(statement)) {
    return {
      kind: 'rows',
      ...(statement.withInputs ? { of: 'inputs-and-outputs' } : {}),
      any: statement.unsafe.map(({ c, d }) => ({ c: Array.from(c), d: Array.from(d) })),
    };
  }
  const { c, d } = statement.spec;
  const units = c.length / d.length;
  const row = (constant: number, k: number) => ({
    c: Array.from(c.subarray(k * units, (k + 1) * units)),
    d: [constant],
  });
  return { kind: 'rows', any: Array.from(d, row) };
}

/**
 * A certificate of a run, of version 2, as data for `JSON.stringify`: what was asked of each example is in it for the
 * reader, and no checker takes it from there.
 *
 * @throws where there is no Web Crypto, a statement is not one of the network, or something does not fit the format.
 */
export async function createCertificate(
  network: PlainNetwork,
  outcomes: readonly ExampleOutcome[],
  { inputs = 'hashed', ...options }: CertificateOptions,
): Promise<Certificate> {
  for (const { index, statement } of outcomes) {
    assertStatement(`createCertificate: example ${index}`, network, statement);
  }
  const common = shared(outcomes);
  const certificate = {
    format: 'ibp-certificate',
    version: 2,
    network: await networkHash(network),
    arithmetic: 'real',
    software: {},
    ...options,
    ...common,
    examples: await Promise.all(
      outcomes.map(async ({ index, statement, verdict }) => ({
        index,
        region: await regionOf(statement, inputs, common),
        unsafe: unsafeOf(statement),
        verdict: withShortBounds(verdict),
      })),
    ),
  };
  // through JSON, so that the digest is of what a file holds
  const stored = JSON.parse(JSON.stringify(certificate)) as object;
  return parseCertificate({ ...stored, digest: await certificateDigest(stored) }) as Certificate;
}

/**
 * Checks the form of a certificate, not what it claims. Version 1 is read as well.
 *
 * @param value what `JSON.parse` gave.
 * @throws `parseCertificate: examples.0.unsafe.label: Expected number but received "x"`.
 */
export function parseCertificate(value: unknown): AnyCertificate {
  const isOld = (value as { version?: unknown } | null | undefined)?.version === 1;
  const schema: v.GenericSchema<unknown, AnyCertificate> = isOld ? certificateSchemaV1 : certificateSchema;
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  return fail('parseCertificate', `${v.getDotPath(issue) ?? 'certificate'}: ${issue.message}`);
}
