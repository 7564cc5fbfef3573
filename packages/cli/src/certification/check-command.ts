import { existsSync, readFileSync } from 'node:fs';
import { type CertificateCheck, checkCertificate, parseCertificate } from '@ibp/exact';
import { disposeNetwork } from '@ibp/layers';
import { plainNetwork } from '@ibp/verify';
import type { Configuration } from '../configuration';
import { exitCodes } from '../exit-codes';
import { loaded } from '../loaded';
import { output } from '../output';
import { startProgress } from '../progress';
import { radiiOf } from '../radii';
import { readJson } from '../read-json';
import { userPath } from '../run-folder';
import type { Settings } from '../settings';
import { costTable } from './cost-table';
import { classOf } from './example-at';
import type { CheckSettings } from './flags';

/**
 * Checks a certificate with plain float64 code, against the weights in the folder of a run: that the class of every test
 * image was shown, for the radius that is asked about and the range of the images. None of this is taken from the
 * certificate, and one that states anything else is rejected.
 *
 * @throws naming the file when it is not there or no certificate.
 */
export async function checkCommand(
  configuration: Configuration,
  settings: Settings,
  { file, epsilon, arithmetic = 'real' }: CheckSettings,
): Promise<CertificateCheck> {
  const certificate = readCertificate(userPath(file));
  const { say, figures } = output(settings);
  const { network, images, scale } = await loaded(configuration, settings);
  const { test } = images;
  const plain = await plainNetwork(network);
  disposeNetwork(network);
  const indices = Array.from({ length: test.count }, (_, index) => index);
  const of = (index: number) => classOf(test, index, radiiOf(epsilon, scale));
  const checking = new Map<number, number>();
  let before = performance.now();
  let confirmedSoFar = 0;
  const progress = startProgress('checking', test.count);
  const onCheck = ({
    index,
    status,
  }: Pick<CertificateCheck['examples'][number], 'index' | 'status'>): void => {
    const now = performance.now();
    checking.set(index, (now - before) / 1000);
    before = now;
    if (status === 'confirmed') confirmedSoFar++;
    progress.update(checking.size, `${confirmedSoFar} confirmed`);
  };
  const check = await checkCertificate(certificate, plain, { indices, of }, { onCheck, arithmetic }).finally(
    progress.stop,
  );
  const { form, sound, summary, confirmed, examples } = check;
  for (const { index, claim, status, reason } of examples) {
    if (status !== 'confirmed' && status !== 'no claim') {
      say(`example ${index}: ${claim === 'none' ? '' : `${claim}, `}${status}: ${reason}`);
    }
  }
  const claimed = examples.filter(({ claim }) => claim === 'falsified').length;
  say(`examples 0 to ${test.count - 1} of: ${images.description}`);
  if (form === 'old form') say('the certificate is of the old form, version 1');
  say(summary);
  say(`confirmed ${confirmed.falsified} of ${claimed} falsified examples`);
  const shown = new Set(examples.filter(({ status }) => status === 'confirmed').map(({ index }) => index));
  const proving = provingSeconds(userPath(file));
  const table = costTable(certificate, { checking, confirmed: shown, ...(proving && { proving }) });
  if (table) say(table);
  say(
    sound ? 'nothing was rejected' : 'REJECTED: the certificate claims what is not so, or not what was asked',
  );
  await figures(check);
  if (!sound) process.exitCode = exitCodes.notSo;
  return check;
}

/** Seconds that `certify` took for each example, from its journal beside the certificate, if that is there. */
function provingSeconds(file: string): Map<number, number> | undefined {
  const journal = file.replace(/\.certificate\.json(\.gz)?$/, '.jsonl');
  if (journal === file || !existsSync(journal)) return undefined;
  const found = new Map<number, number>();
  for (const line of readFileSync(journal, 'utf8').split('\n')) {
    const { index, seconds } = lineOf(line);
    if (index === undefined || !seconds) continue;
    found.set(
      index,
      Object.values(seconds).reduce((a, b) => a + b, 0),
    );
  }
  return found;
}

/** A line that was cut off where a run was killed says nothing. */
function lineOf(line: string): { index?: number; seconds?: { readonly [stage: string]: number } } {
  try {
    return JSON.parse(line) as ReturnType<typeof lineOf>;
  } catch {
    return {};
  }
}

function readCertificate(file: string): ReturnType<typeof parseCertificate> {
  const read = readJson<{ format: string }>(file, {
    is: 'a certificate that "certify" wrote',
    has: ['format'],
  });
  try {
    return parseCertificate(read);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}
