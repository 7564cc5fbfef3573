import type { PerFeature } from '@ibp/bounds';
import { type Arithmetic, checkCertificate, createCertificate } from '@ibp/exact';
import { type Certified, certificateOutcome, plainNetwork } from '@ibp/verify';
import type { Loaded } from '../loaded';
import { versions } from '../versions';
import { writeCertificate } from '../write-certificate';
import { describeCheck } from './describe-check';
import { classOf } from './example-at';
import type { Mode } from './flags';

type About = {
  readonly path: string;
  readonly radii: PerFeature;
  readonly mode: Mode;
  readonly arithmetic: Arithmetic;
  /** The hash of the weights. */
  readonly weights: string;
  /** Whether to check it at once, as what other machines found. */
  readonly check: boolean;
};

/**
 * Writes what was found out as a certificate.
 *
 * @returns what to say of it.
 */
export async function toCertificate(
  results: readonly Certified[],
  { network, images: { test } }: Pick<Loaded, 'network' | 'images'>,
  { path, radii, mode, arithmetic, weights, check }: About,
): Promise<string[]> {
  const software = { node: versions().node, ...versions().packages };
  const of = (index: number) => classOf(test, index, radii);
  const outcomes = results.map((result) => certificateOutcome(result, { statement: of(result.index) }));
  const plain = await plainNetwork(network);
  const certificate = await createCertificate(plain, outcomes, { mode, arithmetic, software, weights });
  await writeCertificate(path, certificate);
  const said = `certificate: ${path}`;
  if (!check) return [said];
  const asked = { indices: results.map(({ index }) => index), of };
  return [said, describeCheck(await checkCertificate(certificate, plain, asked, { arithmetic }))];
}
