import { createCertificate } from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import { plainFromOnnx } from '@ibp/onnx/import';
import {
  checkAptp,
  checkMarabou,
  type ForeignCheck,
  type MarabouCheck,
  parseAptp,
  parseMarabou,
} from '@ibp/proofs';
import { checkFile } from '../check-paths';
import { exitCodes } from '../exit-codes';
import { readJson } from '../read-json';
import { userPath } from '../run-folder';
import { versions } from '../versions';
import { writeCertificate } from '../write-certificate';
import type { ForeignFlags } from './foreign-flags';
import { besides, networkPath, readBytes, readText } from './read-files';
import { outputOf } from './settings';
import { parsed } from './verify-files';

/** Files of a check: a proof, the ONNX network it is of, and a VNN-LIB file of what it is to show. */
type Files = {
  readonly file: string;
  readonly network: string | undefined;
  readonly property: string | undefined;
};

/**
 * Checks what Marabou wrote in exact arithmetic. The exit code is 1 where it is not confirmed.
 *
 * @throws naming the file that is not there or none of its kind, or what was given that such a proof says nothing of.
 */
export async function checkMarabouCommand(
  { file, network }: Files,
  { certificate, json }: ForeignFlags,
): Promise<MarabouCheck> {
  if (network !== undefined) throw new Error(`--format marabou: expected no network, got ${network}`);
  if (certificate !== undefined) throw new Error('--certificate: a proof of Marabou is of no network');
  const path = userPath(file);
  const read = readJson<{ proof: object }>(path, { is: 'a proof of Marabou', has: ['proof'] });
  const { say, figures } = outputOf(json === undefined ? {} : { json });
  const check = checkMarabou(named(path, () => parseMarabou(read)));
  say('asked: the query in the file; it does not say of which network');
  say(`${check.status}: ${check.reason}`);
  say(`${check.leaves} cases end in a contradiction, by ${check.lemmas.used} lemmas`);
  await figures(check);
  process.exitCode = check.status === 'confirmed' ? exitCodes.done : exitCodes.notSo;
  return check;
}

/**
 * Checks a proof of another tool in exact arithmetic, without a backend: of an ONNX file, of what a VNN-LIB file asks, or of what the proof itself
 * states, which is said. The exit code is 1 where it is not confirmed.
 *
 * @throws naming the file that is not there or none of its kind.
 */
export async function checkForeignCommand(
  { file, network, property }: Files,
  { budget = 600, certificate, json }: ForeignFlags,
): Promise<ForeignCheck> {
  if (network === undefined) throw new Error('check: expected an ONNX file after the proof, got none');
  if (certificate !== undefined) checkFile('--certificate', userPath(certificate));
  const { say, figures } = outputOf(json === undefined ? {} : { json });
  const onnx = userPath(networkPath(network));
  const plain = plainFromOnnx(readBytes(onnx), { external: besides(onnx) });
  const path = userPath(file);
  const proof = named(path, () => parseAptp(readText(path)));
  const asked = property === undefined ? undefined : parsed(userPath(property)).properties;
  const solver = highsWasm();
  try {
    const check = await checkAptp(plain, proof, { budget, solver, ...(asked && { asked }) });
    const { given, held, proof: made } = check.leaves;
    say(`asked: ${property === undefined ? 'what the proof itself states' : `what ${property} asks`}`);
    say(`${check.status}: ${check.reason}`);
    say(`${held} of ${given} leaves hold as they are; the proof in exact arithmetic has ${made}`);
    if (certificate !== undefined && check.shown.length > 0) {
      const outcomes = check.shown.map(({ property: statement, proofs }, index) => ({
        ...{ index, statement },
        verdict: { status: 'verified' as const, proofs: [...proofs] },
      }));
      const software = { node: versions().node, ...versions().packages };
      await writeCertificate(
        userPath(certificate),
        await createCertificate(plain, outcomes, { mode: 'rigorous', inputs: 'embedded', software }),
      );
      say(`certificate: ${certificate}`);
    }
    await figures({ status: check.status, reason: check.reason, leaves: check.leaves });
    process.exitCode = check.status === 'confirmed' ? exitCodes.done : exitCodes.notSo;
    return check;
  } finally {
    await solver.close();
  }
}

function named<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}
