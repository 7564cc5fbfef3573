import { readFile } from 'node:fs/promises';
import { disposeNetwork } from '@ibp/layers';
import { type CertificateCheck, checkCertificate, parseCertificate, plainNetwork } from '@ibp/verify';
import type { Example } from '../example';
import { loaded } from '../loaded';
import { userPath } from '../run-folder';
import type { Settings } from '../settings';
import { pixelsOf } from './example-at';

/**
 * Checks a certificate with plain float64 code, against the weights in the folder of a run and the test images.
 *
 * @throws when it cannot be read.
 */
export async function checkCommand(
  example: Example,
  settings: Settings,
  file: string,
): Promise<CertificateCheck> {
  const certificate = parseCertificate(JSON.parse(await readFile(userPath(file), 'utf8')));
  const { network, images } = await loaded(example, settings);
  const { test } = images;
  const plain = await plainNetwork(network);
  disposeNetwork(network);
  const check = await checkCertificate(certificate, plain, (index) =>
    index < test.count ? { x: pixelsOf(test, index), label: test.labels[index]! } : undefined,
  );
  const { sound, confirmed, examples } = check;
  for (const { index, claim, status, reason } of examples) {
    if (status === 'rejected' || status === 'not confirmable') {
      console.log(`example ${index}: ${claim}, ${status}: ${reason}`);
    }
  }
  const count = (claim: string) => examples.filter((one) => one.claim === claim).length;
  console.log(
    `confirmed ${confirmed.verified} of ${count('verified')} verified and ${confirmed.falsified} of ` +
      `${count('falsified')} falsified examples`,
  );
  console.log(sound ? 'nothing was rejected' : 'REJECTED: the certificate claims what is not so');
  if (!sound) process.exitCode = 1;
  return check;
}
