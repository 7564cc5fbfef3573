import type { TrialFound } from '@ibp/cluster';
import { isIbpError } from '@ibp/core';
import type { Configuration } from '../configuration';
import { readMetrics } from '../metrics-log';
import type { Recipe } from '../recipe';
import { runFolder, whileLocked } from '../run-folder';
import { reportOf } from '../run-report';
import type { Settings } from '../settings';
import type { Following } from '../trained';
import { writeJson } from '../write-json';
import { curveOf, type Stopping, stopBy } from './early-stopping';

/** Options of `runTrial`. */
export type TrialOptions = {
  readonly stopping?: Stopping | undefined;
  readonly load?: Following['load'];
  readonly onCheckpoint?: () => Promise<void>;
};

/**
 * Trains a recipe in its folder, from the checkpoint there on if it has one, and evaluates it on the images that were held out.
 * Where training comes to what is no number, so do the metrics.
 *
 * @throws where test images would be met.
 */
export async function runTrial(
  configuration: Configuration,
  recipe: Recipe,
  settings: Settings,
  { stopping, load, onCheckpoint }: TrialOptions = {},
): Promise<TrialFound> {
  const watch = {
    ...(onCheckpoint ? { onCheckpoint } : {}),
    ...(stopping ? { isToStop: stopBy(recipe.steps, stopping) } : {}),
  };
  const following = { watch, ...(load ? { load } : {}) };
  try {
    const { data, evaluation, training } = await whileLocked(settings.out, async () => {
      const report = await reportOf(configuration, { command: 'train', recipe, settings, following });
      await writeJson(runFolder(settings.out).report, report);
      return report;
    });
    if (data.part !== 'validation') throw new Error(`sweep: expected validation images, got ${data.part}`);
    const found = { cleanError: evaluation.error, certifiedError: evaluation.verifiedError };
    if (!stopping) return found;
    const { steps } = recipe;
    const curve = curveOf(await readMetrics(runFolder(settings.out).metrics), { ...stopping, steps });
    const stoppedAt = training?.stoppedAt;
    return { ...found, curve, ...(stoppedAt === undefined ? {} : { stopped: stoppedAt / steps }) };
  } catch (error) {
    if (isIbpError(error) && diverged.test(error.message)) {
      console.error(`${settings.out}: ${error.message}`);
      return { cleanError: Number.NaN, certifiedError: Number.NaN };
    }
    throw error;
  }
}

/** What training, its checkpoints and the evaluation say of weights that have gone to infinity. */
const diverged =
  /^(train: expected a finite loss|checkpoint: expected finite values|evaluate: expected finite weights)/;
