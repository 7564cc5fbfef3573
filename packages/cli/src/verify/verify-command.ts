import { selectBackend } from '@ibp/backend';
import { writeWhole } from '@ibp/files';
import { checkFile } from '../check-paths';
import { exitCodes } from '../exit-codes';
import { note } from '../notes';
import { userPath } from '../run-folder';
import { writeCertificate } from '../write-certificate';
import { summaryOf, type Verification } from './answer';
import { networkPath } from './read-files';
import { resultText } from './result-text';
import { startSearches } from './searches';
import { outputOf, type VerifySettings } from './settings';
import { verifyFiles } from './verify-files';

/** Verifies one file, and says what came of it; the exit code says it, too. */
export async function verifyCommand(
  network: string,
  property: string,
  flags: VerifySettings,
): Promise<Verification> {
  const { result, timeout = 60, backend, certificate: proofFile, arithmetic = 'real' } = flags;
  // what holds in every order of summation is known once it is proved
  const confirm = flags.confirm ?? (proofFile === undefined && arithmetic === 'real' ? undefined : 60);
  if (result !== undefined) checkFile('--result', userPath(result));
  if (proofFile !== undefined) checkFile('--certificate', userPath(proofFile));
  const [onnx, vnnlib] = [networkPath(network), property].map(userPath) as [string, string];
  const start = performance.now();
  const workers = startSearches(flags);
  await selectBackend({ log: () => undefined, ...(backend ? { prefer: backend } : {}) });
  const left = timeout - (performance.now() - start) / 1000;
  const { nodes } = flags;
  const more = { ...(nodes !== undefined && { nodes }), ...(confirm !== undefined && { confirm }) };
  const task = { onnx, vnnlib, timeout: left, arithmetic, ...more };
  const { query, verification, certificate } = await verifyFiles(task, workers).finally(workers?.close);
  const text = resultText(query, verification);
  if (result !== undefined) await writeWhole(userPath(result), text);
  if (proofFile !== undefined && certificate) await writeCertificate(userPath(proofFile), certificate);
  const { say, figures } = outputOf(flags);
  say(result === undefined ? text.trimEnd() : verification.answer);
  // whether a proof holds is a result, too
  (verification.confirmed === undefined ? note : console.error)(summaryOf(verification));
  await figures(verification);
  const { answer } = verification;
  process.exitCode =
    answer === 'unsat' ? exitCodes.done : answer === 'sat' ? exitCodes.notSo : exitCodes.notDone;
  return verification;
}
