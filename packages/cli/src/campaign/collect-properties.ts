import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { CollectedProperty, LoadedProperties, PropertyCollection, Store } from '@ibp/cluster';
import { writeWhole } from '@ibp/files';
import { output } from '../output';
import { startProgress } from '../progress';
import { userPath } from '../run-folder';
import type { Verification } from '../verify/answer';
import { type InstanceResult, resultName, resultOf } from '../verify/benchmark';
import { countsOf } from '../verify/benchmark-counts';
import { benchmarkTable } from '../verify/benchmark-table';
import { resultText } from '../verify/result-text';
import { queryOf } from '../verify/verify-contents';
import { writeJson } from '../write-json';
import { loadCluster } from './load-cluster';
import type { CollectSettings } from './settings';
import { checkProperty, verifyProperties } from './verify-properties';

/** What collecting has come to, and what a reader is told of it. */
export type CollectedProperties = {
  readonly found: PropertyCollection;
  readonly reports: readonly string[];
  /** The counts and results of the table that `ibp verify --instances` gives. */
  readonly figures: object;
};

/**
 * Puts the results of a campaign over files of properties together, trusting none, into the table that `ibp verify --instances` gives, and
 * the folder of results: a file for each instance as the competition has it, and a certificate for each answer.
 */
export async function collectedProperties(
  store: Store,
  loaded: LoadedProperties,
  settings: CollectSettings,
): Promise<CollectedProperties> {
  const { collectProperties } = await loadCluster();
  const progress = startProgress('checking', loaded.cases);
  const found = await collectProperties(store, loaded, {
    ...{
      check: checkProperty,
      verify: verifyProperties,
      recheck: settings.recheck,
      seed: randomInt(2 ** 31),
    },
    onProgress: (done) => progress.update(done, ''),
  }).finally(() => progress.stop());
  const { say } = output(settings.json === undefined ? {} : { json: settings.json });
  const folder = join(userPath(settings.out), `campaign-${loaded.id.slice(0, 12)}`);
  const results: InstanceResult[] = [];
  const reports: string[] = [];
  for (const one of [...found.results.values()].sort((a, b) => a.number - b.number)) {
    const instance = loaded.instances[one.number]!;
    const about = {
      ...{ names: instance.names, timeout: loaded.campaign.method.seconds },
      ...(instance.expected ? { expected: instance.expected } : {}),
    };
    const verification = counted(one);
    const result = resultOf(one.number, about, verification);
    results.push(result);
    const file = join(folder, resultName(one.number, about));
    await writeWhole(file, resultText(await asked(loaded, one, verification), verification));
    reports.push(file);
    if (one.certificate !== undefined && one.check.status === 'confirmed') {
      await writeJson(file.replace(/\.txt$/, '.certificate.json'), one.certificate as object);
    }
    if (result.wrong) {
      say(`WRONG: ${result.onnx} ${result.vnnlib}: expected ${result.expected}, got ${result.answer}`);
    }
  }
  const counts = { [loaded.name]: countsOf(results) };
  say(benchmarkTable(counts, countsOf(results)));
  say(`results: ${folder}`);
  return { found, reports, figures: { counts, results: { [loaded.name]: results } } };
}

/** What was answered, but is not confirmed, counts as unknown. */
const counted = ({ verification, check: { status, reason } }: CollectedProperty): Verification => {
  if (status !== 'not confirmable') return verification;
  const { witness: _, ...rest } = verification;
  return {
    ...rest,
    answer: 'unknown',
    reason: `${verification.answer}, not confirmed: ${reason}`,
    confirmed: false,
  };
};

/** The file of a witness, which says how it is written. */
const asked = async (
  { contents }: LoadedProperties,
  { number }: CollectedProperty,
  { witness }: Verification,
) => (witness ? queryOf(await contents(number)) : undefined);
