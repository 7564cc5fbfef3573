import { join } from 'node:path';
import { batches } from '@ibp/data';
import { disposeNetwork, weightsHash } from '@ibp/layers';
import {
  type Certified,
  certificateOutcome,
  certify,
  createCertificate,
  plainNetwork,
  summarize,
} from '@ibp/verify';
import { highsWasm } from '@ibp/verify/node';
import type { Example } from '../example';
import { type Loaded, loaded } from '../loaded';
import { startProgress } from '../progress';
import { userPath } from '../run-folder';
import type { Settings } from '../settings';
import { describePart, imagesLabel } from '../validation';
import { versions } from '../versions';
import { writeJson } from '../write-json';
import { audit } from './audit';
import { elisionNote } from './elision-note';
import { classOf } from './example-at';
import type { CertifySettings } from './flags';
import { certifyJournal } from './journal';
import { certifyTables, errorsOf } from './results';
import { stagesOf } from './stages';

/**
 * A proof, a counter-example or an unknown for each test image, for the weights in the folder of a run. Every result is
 * noted in a journal there, from which a run that was killed goes on, and one over more images or with another budget;
 * at the end there are a report and a certificate that `check` can confirm.
 */
export async function certifyCommand(
  example: Example,
  settings: Settings,
  options: CertifySettings,
): Promise<ReturnType<typeof summarize>> {
  const run = await loaded(example, settings);
  try {
    return await certifyLoaded(run, settings, options);
  } finally {
    disposeNetwork(run.network);
  }
}

async function certifyLoaded(
  { recipe, network, images, engine, folder }: Loaded,
  settings: Settings,
  options: CertifySettings,
): Promise<ReturnType<typeof summarize>> {
  const { test } = images;
  const note = elisionNote(network, recipe.elision);
  if (note) console.log(note);
  const { epsilon = recipe.epsilon, mode, budget, workers, seed, pgdSteps, pgdRestarts } = options;
  const solver = highsWasm({ threads: workers });
  const stages = stagesOf(options, { solver, engine, elision: recipe.elision });
  const identity = {
    weights: await weightsHash(network),
    data: imagesLabel(images),
    epsilon,
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
    const run = certify(network, batches(test, 100), {
      ...{ epsilon, stages, budget, seed, journal },
      range: test.range,
      concurrency: workers,
    });
    for await (const result of run) {
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
  console.log(certifyTables(summary, epsilon));
  console.log(`of ${describePart(test.count, images)}`);
  if (options.audit) console.log(await audit(network, test, results, { ...options, epsilon, engine }));

  const software = { node: versions().node, ...versions().packages };
  const outcomes = results.map((result) =>
    certificateOutcome(result, { statement: classOf(test, result.index, epsilon) }),
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
    errors: errorsOf(summary),
    summary,
    seconds,
    versions: versions(),
  };
  await writeJson(files.report, report);
  await writeJson(files.certificate, certificate);
  if (settings.json) await writeJson(userPath(settings.json), report);
  console.log(`report: ${files.report}\ncertificate: ${files.certificate}`);
  return summary;
}

function describe(results: readonly Certified[]): string {
  const { verified, falsified, unknown } = summarize(results);
  return `${verified} verified, ${falsified} falsified, ${unknown} unknown`;
}
