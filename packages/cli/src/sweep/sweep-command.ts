import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lineChart } from '@ibp/charts';
import type { SweepOptions, SweepResult } from '@ibp/cluster';
import { loadCluster } from '../campaign/load-cluster';
import type { Place } from '../campaign/settings';
import { checkPaths } from '../check-paths';
import type { Configuration } from '../configuration';
import { note } from '../notes';
import { output } from '../output';
import { readJson } from '../read-json';
import type { Recipe } from '../recipe';
import { percent } from '../report';
import { userPath } from '../run-folder';
import type { Settings } from '../settings';
import { writeJson, writeText } from '../write-json';
import { withWorkers } from './by-queue';
import { frontChart } from './front-chart';
import { frontTable } from './front-table';
import { runTrial } from './run-trial';
import { recipesOf, trialFolder } from './trials';

/**
 * Searches the fields of a recipe: each trial is a run in a folder of its own, chosen by its errors on images that were held out
 * of the training set. The same command goes on where a sweep was killed. The front goes into `front.svg`, all else into
 * `sweep.json`.
 *
 * @param file a sweep as JSON (see `parseSweep` of `@ibp/cluster`).
 * @param place the queue and the store by which workers train the runs; this process trains them unless given.
 * @throws where no images are held out: the test images are not there to choose by.
 */
export async function sweepCommand(
  configuration: Configuration,
  file: string,
  recipe: Recipe,
  settings: Settings,
  place?: Place,
): Promise<SweepResult> {
  const { validation, testExamples, out, minutes, restart, json, html, ...rest } = settings;
  if (validation === undefined) {
    throw new Error(
      'sweep: expected --validation, how many training images are held out to choose by, got none',
    );
  }
  checkPaths(settings);
  const cluster = await loadCluster();
  const sweep = cluster.parseSweep(readJson<object>(userPath(file), { is: 'a sweep', has: [] }));
  const { objective, earlyStopping } = sweep;
  if (earlyStopping && settings.trackExamples === 0) {
    throw new Error('sweep: expected --track-examples above 0 to stop runs by, got 0');
  }
  const plan = cluster.planSweep(sweep);
  const recipeOf = await recipesOf(recipe, sweep, plan);
  const journal = join(userPath(out), 'sweep.jsonl');
  if (restart) await rm(journal, { force: true });
  const until = performance.now() + (minutes ?? 0) * 60_000;
  const here: SweepOptions['runTrial'] = ({ number: trial, point }, { rung, budget, others }) => {
    const folder = trialFolder(out, { trial, rung });
    note(`trial ${trial}, ${(100 * budget).toPrecision(3)} % of the steps: ${JSON.stringify(point)}`);
    const left = Math.max(1e-6, (until - performance.now()) / 60_000);
    const own: Settings = {
      ...{ ...rest, validation, restart, out: folder },
      ...(testExamples === undefined ? {} : { testExamples }),
      ...(minutes === undefined ? {} : { minutes: left }),
    };
    const stopping = earlyStopping && { objective, earlyStopping, others: async () => others() };
    return runTrial(configuration, recipeOf(point, budget), own, { stopping });
  };
  const run = (trial: SweepOptions['runTrial'], concurrency = 1) =>
    cluster.runSweep(sweep, {
      ...{ file: journal, runTrial: trial, concurrency },
      identity: {
        ...{ dataset: configuration.name, data: settings.data, recipe, validation },
        ...{ examples: testExamples ?? 'all', epsilonScale: settings.epsilonScale ?? 'none' },
      },
      onResult: ({ trial, stopped, metrics: { cleanError, certifiedError } }, done, all) =>
        note(
          `run ${done} of ${all}: trial ${trial}: error ${percent(cleanError)}, certified ${percent(certifiedError)}${stopped === undefined ? '' : `, stopped after ${percent(stopped)} of its steps`}`,
        ),
    });
  if (place && minutes !== undefined) {
    throw new Error('sweep: expected no --minutes with --queue, got some: workers may be told to stop');
  }
  const found = place
    ? await withWorkers({ configuration, sweep, recipe, settings }, place, (byWorkers, id) => {
        note(`sweep ${id}: ${plan.points.length} trials, for the workers of the queue`);
        return run(byWorkers, Number.POSITIVE_INFINITY);
      })
    : await run(here);
  const { say, figures } = output(settings);
  const { winner, front, results } = found;
  if (front.length > 0) say(frontTable(found, plan.points));
  say(
    winner
      ? `winner: trial ${winner.trial}, ${trialFolder(out, winner)}`
      : 'no winner: the last trials came to no numbers',
  );
  say(`chosen on ${validation} images held out of the training set; its error on the test images is another`);
  const report = {
    ...{ sweep, recipe, validation, winner, front },
    results: results.map((result) => ({
      ...result,
      point: plan.points[result.trial],
      folder: trialFolder('.', result),
    })),
  };
  await writeJson(join(userPath(out), 'sweep.json'), report);
  if (front.length > 0) {
    await writeText(join(userPath(out), 'front.svg'), await lineChart(frontChart(found)));
    say(`front: ${join(userPath(out), 'front.svg')}`);
  }
  await figures(report);
  return found;
}
