import { createCertificate } from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import { plainFromOnnx } from '@ibp/onnx/import';
import { checkAptp, type ForeignCheck, parseAptp } from '@ibp/proofs';
import { checkFile } from '../check-paths';
import { exitCodes } from '../exit-codes';
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
  const proof = aptpIn(userPath(file));
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

function aptpIn(file: string): ReturnType<typeof parseAptp> {
  try {
    return parseAptp(readText(file));
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}
