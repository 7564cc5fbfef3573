import { join } from 'node:path';
import { batches } from '@ibp/data';
import { createCertificate } from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import { disposeNetwork, weightsHash } from '@ibp/layers';
import { type Certified, certificateOutcome, certify, plainNetwork, summarize } from '@ibp/verify';
import type { Configuration } from '../configuration';
import { exitCodes } from '../exit-codes';
import { runPart, writePage } from '../html';
import { type Loaded, loaded } from '../loaded';
import { output } from '../output';
import { startProgress } from '../progress';
import { radiiOf } from '../radii';
import type { Settings } from '../settings';
import { describePart, imagesLabel, unlabelled } from '../validation';
import { versions } from '../versions';
import { writeJson } from '../write-json';
import { audit } from './audit';
import { elisionNote } from './elision-note';
import { classOf, epsilonOf } from './example-at';
import type { CertifySettings } from './flags';
import { certifyJournal } from './journal';
import { isMet } from './requirement';
import { certifyTables, errorsOf } from './results';
import { stagesOf } from './stages';

/**
 * A proof, a counter-example or an unknown for each test image, for the weights in the folder of a run. Every result is
 * noted in a journal there, from which a run that was killed goes on, and one over more images or with another budget;
 * at the end there are a report and a certificate that `check` can confirm.
 */
export async function certifyCommand(
  configuration: Configuration,
  settings: Settings,
  options: CertifySettings,
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
  options: CertifySettings,
): Promise<ReturnType<typeof summarize>> {
  const { network, images, engine, folder, elision, scale } = run;
  const { say, figures } = output(settings);
  const { test } = images;
  const note = elisionNote(network, elision);
  if (note) say(note);
  const { mode, budget, workers, seed, pgdSteps, pgdRestarts } = options;
  const epsilon = epsilonOf(options.epsilon, run);
  const radii = radiiOf(epsilon, scale);
  const solver = highsWasm({ threads: workers });
  const stages = stagesOf(options, { solver, engine, elision });
  const identity = {
    weights: await weightsHash(network),
    data: imagesLabel(images),
    ...unlabelled(images),
    epsilon,
    ...(scale ? { scale: JSON.stringify(scale) } : {}),
    stages: stages.map(({ name }) => name),
    pgd: [pgdSteps, pgdRestarts, seed],
  };
  const kinds = [
    ...(mode === 'rigorous' ? ['rigorous'] : []),
    ...(images.part === 'test' ? [] : [images.part]),
  ];
  const name = ['certify', Number(epsilon.toPrecision(4)), ...kinds].join('-');
  const { restart } = settings;
  const journal = certifyJournal(join(folder.path, `${name}.jsonl`), { identity, stages, budget, restart });
  const results: Certified[] = [];
  const progress = startProgress('certifying', test.count);
  const start = performance.now();
  try {
    const verdicts = certify(network, batches(test, 100), {
      ...{ epsilon: radii, stages, budget, seed, journal },
      range: test.range,
      concurrency: workers,
    });
    for await (const result of verdicts) {
      results.push(result);
      progress.update(results.length, describe(results));
    }
  } finally {
    progress.stop();
    await solver.close();
  }
  results.sort((a, b) => a.index - b.index);
  const seconds = (performance.now() - start) / 1000;
  const summary = summarize(results);
  say(certifyTables(summary, epsilon, options));
  say(`of ${describePart(test.count, images)}`);
  if (options.audit) say(await audit(network, test, results, { ...options, epsilon: radii, engine }));

  const software = { node: versions().node, ...versions().packages };
  const outcomes = results.map((result) =>
    certificateOutcome(result, { statement: classOf(test, result.index, radii) }),
  );
  const certificate = await createCertificate(await plainNetwork(network), outcomes, {
    ...{ mode, software, weights: identity.weights },
  });
  const files = {
    report: join(folder.path, `${name}.json`),
    certificate: join(folder.path, `${name}.certificate.json`),
  };
  const report = {
    ...identity,
    examples: test.count,
    budget,
    mode,
    errors: errorsOf(summary, options),
    summary,
    seconds,
    versions: versions(),
  };
  await writeJson(files.report, report);
  await writeJson(files.certificate, certificate);
  say(`report: ${files.report}\ncertificate: ${files.certificate}`);
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

function describe(results: readonly Certified[]): string {
  const { verified, falsified, unknown } = summarize(results);
  return `${verified} verified, ${falsified} falsified, ${unknown} unknown`;
}
