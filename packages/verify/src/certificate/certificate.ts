import * as v from 'valibot';
import { fail } from '../plain/fail';
import type { PlainNetwork } from '../plain/plain-network';
import { certificateDigest, inputHash, networkHash } from './hash';
import { type Certificate, type CertificateExample, certificateSchema } from './schema';

/** An example as a certificate is made of: its input instead of the input's hash. */
export type ExampleOutcome = Omit<CertificateExample, 'input'> & { readonly x: Float32Array };

export type CertificateOptions = Pick<Certificate, 'epsilon' | 'range' | 'mode'> &
  Partial<Pick<Certificate, 'weights' | 'software'>>;

/**
 * A certificate of a run, as data for `JSON.stringify`.
 *
 * @throws where there is no Web Crypto, or something does not fit the format.
 */
export async function createCertificate(
  network: PlainNetwork,
  outcomes: readonly ExampleOutcome[],
  options: CertificateOptions,
): Promise<Certificate> {
  const examples = await Promise.all(
    outcomes.map(async ({ x, ...rest }) => ({ ...rest, input: await inputHash(x) })),
  );
  const certificate = {
    format: 'ibp-certificate',
    version: 1,
    network: await networkHash(network),
    software: {},
    ...options,
    examples,
  };
  // through JSON, so that the digest is of what a file holds
  const stored = JSON.parse(JSON.stringify(certificate)) as object;
  return parseCertificate({ ...stored, digest: await certificateDigest(stored) });
}

/**
 * Checks the form of a certificate, not what it claims.
 *
 * @param value what `JSON.parse` gave.
 * @throws `parseCertificate: examples.0.spec.label: Expected number but received "x"`.
 */
export function parseCertificate(value: unknown): Certificate {
  const result = v.safeParse(certificateSchema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  return fail('parseCertificate', `${v.getDotPath(issue) ?? 'certificate'}: ${issue.message}`);
}
