import { join } from 'node:path';
import { highsWasm } from '@ibp/exact/highs';
import { disposeNetwork } from '@ibp/layers';
import { type Certified, certify, summarize } from '@ibp/verify';
import type { Configuration } from '../configuration';
import { exitCodes } from '../exit-codes';
import { runPart, writePage } from '../html';
import { type Loaded, loaded } from '../loaded';
import { output } from '../output';
import { startProgress } from '../progress';
import { radiiOf } from '../radii';
import { userPath } from '../run-folder';
import type { Settings } from '../settings';
import { describePart } from '../validation';
import { versions } from '../versions';
import { writeJson } from '../write-json';
import { audit } from './audit';
import { changesSince, changesTable, readBaseline } from './baseline';
import { elisionNote } from './elision-note';
import { startElsewhere } from './elsewhere';
import { epsilonOf } from './example-at';
import { examplesOf } from './examples-of';
import type { CertifySettings } from './flags';
import { identityOf, nameOf } from './identity';
import { certifyJournal } from './journal';
import { type Journals, mergeShards } from './merge-shards';
import { isMet } from './requirement';
import { certifyTables, errorsOf } from './results';
import { placesIn, shardText } from './shard';
import { stagesOf } from './stages';
import { startTally } from './tally';
import { toCertificate } from './to-certificate';
import { assertNoneAsked, restsOn } from './without-proofs';

/**
 * A proof, a counter-example or an unknown for each test image, for the weights in the folder of a run. Every result is
 * noted in a journal there, from which a run that was killed goes on, and one over more images or with another budget;
 * at the end there are a report and, unless no proofs were to be made, a certificate that `check` can confirm.
 */
export async function certifyCommand(
  configuration: Configuration,
  settings: Settings,
  options: CertifySettings & {
    /** So many shards are there, and put together before anything else. */
    readonly shards?: number;
  },
): Promise<ReturnType<typeof summarize>> {
  const run = await loaded(configuration, settings);
  try {
    return await certifyLoaded(run, settings, options);
  } finally {
    disposeNetwork(run.network);
  }
}

async function certifyLoaded(
  run: Loaded,
  settings: Settings,
  options: Parameters<typeof certifyCommand>[2],
): Promise<ReturnType<typeof summarize>> {
  const { network, images, engine, folder, elision, scale } = run;
  const { say, figures } = output(settings);
  const { test } = images;
  const note = elisionNote(network, elision);
  if (note) say(note);
  const { mode, arithmetic = 'real', budget, nodes, patience, workers, seed, proofs = true } = options;
  assertNoneAsked(options);
  if (options.shard && options.audit) throw new Error('--audit: expected no --shard beside it, got one');
  if (options.shard && patience !== undefined) {
    throw new Error('--patience: expected no --shard beside it, whose examples all need a verdict, got one');
  }
  const epsilon = epsilonOf(options.epsilon, run);
  const radii = radiiOf(epsilon, scale);
  const baseline = options.baseline === undefined ? undefined : readBaseline(userPath(options.baseline));
  const solver = highsWasm({ threads: workers });
  const stages = stagesOf(options, { solver, engine, elision, baseline });
  const elsewhere = startElsewhere(stages, { settings, options, elision });
  const atOnce = elsewhere
    ? { concurrency: elsewhere.count, batchConcurrency: elsewhere.count }
    : { concurrency: workers };
  const identity = await identityOf(run, options, { epsilon, stages });
  const name = nameOf(epsilon, options, run);
  const { restart } = settings;
  const limits = nodes === undefined ? {} : { nodes };
  const journals: Journals = (part, again) => {
    const path = join(folder.path, `${name}${part ? `.shard-${part.index}-of-${part.of}` : ''}.jsonl`);
    const own = part ? { ...identity, shard: shardText(part) } : identity;
    return {
      path,
      journal: certifyJournal(path, { identity: own, stages, budget, ...limits, restart: again }),
    };
  };
  const { path, journal } = journals(options.shard, restart && options.shards === undefined);
  const examples = options.shard ? placesIn(options.shard, test.count).length : test.count;
  const results: Certified[] = [];
  const progress = startProgress('certifying', examples);
  const tally = startTally();
  const [start, spent] = [performance.now(), process.cpuUsage()];
  try {
    if (options.shards !== undefined) await mergeShards(journals, options.shards, test.count);
    const verdicts = certify(network, examplesOf(test, options.shard), {
      ...{ epsilon: radii, stages: elsewhere?.stages ?? stages, arithmetic, budget, seed, journal },
      range: test.range,
      ...(patience !== undefined && { patience }),
      ...atOnce,
    });
    for await (const result of verdicts) {
      results.push(result);
      progress.update(results.length, tally.add(result));
    }
  } finally {
    progress.stop();
    elsewhere?.close();
    await solver.close();
  }
  results.sort((a, b) => a.index - b.index);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(spent);
  const processorSeconds = (user + system) / 1e6 + (elsewhere?.processorSeconds() ?? 0);
  const summary = summarize(results);
  if (examples > 0) say(certifyTables(summary, epsilon, options));
  const changes = baseline && changesSince(baseline, results);
  if (changes) say(changesTable(changes));
  if (changes && changes.worse.length > 0) process.exitCode = exitCodes.notSo;
  say(
    `of ${describePart(examples, images)}, ${seconds.toFixed(1)} s, ${processorSeconds.toFixed(1)} s of processor time`,
  );
  if (!proofs) say(restsOn);
  if (options.shard) {
    say(`shard ${shardText(options.shard)}: ${path}`);
    await figures({ ...identity, shard: shardText(options.shard), examples, summary });
    return summary;
  }
  if (options.audit) say(await audit(network, test, results, { ...options, epsilon: radii, engine }));

  const file = join(folder.path, `${name}.json`);
  const report = {
    ...identity,
    examples: test.count,
    budget,
    ...limits,
    ...(patience !== undefined && { patience }),
    mode,
    errors: errorsOf(summary, options),
    summary,
    seconds,
    processorSeconds,
    ...(changes && { changes }),
    versions: versions(),
  };
  await writeJson(file, report);
  say(`report: ${file}`);
  if (proofs) {
    const path = join(folder.path, `${name}.certificate.json${options.gzip ? '.gz' : ''}`);
    const about = { path, radii, mode, arithmetic, weights: identity.weights };
    const check = options.shards !== undefined; // other machines found it
    for (const line of await toCertificate(results, run, { ...about, check })) say(line);
  }
  await figures(report);
  await writePage(settings, async ({ examplesOf }) => ({
    ...(await runPart(settings)),
    certification: report,
    examples: examplesOf(results, test),
    format: test,
  }));
  if (options.require !== undefined && !isMet(options.require, summary)) process.exitCode = exitCodes.notSo;
  return summary;
}
