import type { CertificateCheck } from '@ibp/exact';
import { plainFromOnnx } from '@ibp/onnx/import';
import { exitCodes } from '../exit-codes';
import { readJson } from '../read-json';
import { userPath } from '../run-folder';
import { checkQuery } from './certify-query';
import { besides, networkPath, readBytes } from './read-files';
import { outputOf, type VerifySettings } from './settings';
import { parsed } from './verify-files';

/**
 * Checks a certificate of files with plain float64 code and no tfjs: the network and the property are those of the files, and
 * nothing of what is asked is taken from the certificate. The exit code is 1 where anything is not confirmed.
 */
export async function checkFilesCommand(
  network: string,
  property: string,
  certificate: string,
  flags: VerifySettings,
): Promise<CertificateCheck> {
  const [onnx, vnnlib, file] = [networkPath(network), property, certificate].map(userPath) as [
    string,
    string,
    string,
  ];
  const query = parsed(vnnlib);
  const plain = plainFromOnnx(readBytes(onnx), { external: besides(onnx) });
  const check = await checkQuery(
    readJson<{ format: string }>(file, { is: 'a certificate', has: ['format'] }),
    plain,
    query,
    flags.arithmetic ?? 'real',
  );
  const { say, figures } = outputOf(flags);
  for (const { index, status, reason } of check.examples) {
    if (status !== 'confirmed') say(`property ${index}: ${status}: ${reason}`);
  }
  const { verified, falsified } = check.confirmed;
  say(`confirmed: ${verified} of ${query.properties.length} properties hold, ${falsified} do not`);
  await figures(check);
  const isAnswer = check.sound && (falsified > 0 || verified === query.properties.length);
  process.exitCode = isAnswer ? exitCodes.done : exitCodes.notSo;
  return check;
}
