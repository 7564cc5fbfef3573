import type { TrialMetrics } from '@ibp/cluster';
import { isIbpError } from '@ibp/core';
import type { Configuration } from '../configuration';
import type { Recipe } from '../recipe';
import { runFolder, whileLocked } from '../run-folder';
import { reportOf } from '../run-report';
import type { Settings } from '../settings';
import { writeJson } from '../write-json';

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
): Promise<TrialMetrics> {
  try {
    const { data, evaluation } = await whileLocked(settings.out, async () => {
      const report = await reportOf(configuration, { command: 'train', recipe, settings });
      await writeJson(runFolder(settings.out).report, report);
      return report;
    });
    if (data.part !== 'validation') throw new Error(`sweep: expected validation images, got ${data.part}`);
    return { cleanError: evaluation.error, certifiedError: evaluation.verifiedError };
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
