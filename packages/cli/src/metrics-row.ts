import { slice, stepsPerEpoch } from '@ibp/data';
import type { Network } from '@ibp/layers';
import { boundName, buildBound } from '@ibp/recipes';
import type { Metrics } from '@ibp/train';
import { averageMetrics } from './averages';
import type { MetricsRow } from './metrics-log';
import { type Tracked, track } from './tracking';
import type { TrainingRun } from './training-run';

/** The row of some steps in a run's figures; at the end of an epoch with what the network does on test examples. */
export async function metricsRow(
  network: Network,
  run: TrainingRun,
  steps: readonly Metrics[],
  seconds: number,
): Promise<MetricsRow> {
  const { step, epsilon, kappa, learningRate } = steps.at(-1)!;
  const from = steps[0]!.step - 1;
  const perEpoch = stepsPerEpoch(run.images.train, run.recipe.batchSize);
  const every = run.settings.evaluateEvery ?? perEpoch;
  // checkpoints need not fall on the end of an epoch: the first one after it
  const isDue = step === run.recipe.steps || Math.floor(step / every) > Math.floor(from / every);
  const tracked = isDue ? await trackRun(network, run) : undefined;
  return {
    from,
    step,
    epoch: step / perEpoch,
    epsilon,
    kappa,
    learningRate,
    ...averageMetrics(steps),
    seconds,
    ...(tracked ? { tracked } : {}),
  };
}

async function trackRun(network: Network, run: TrainingRun): Promise<Tracked | undefined> {
  const { recipe, images, attack, settings, engine } = run;
  const count = Math.min(settings.trackExamples ?? 100, images.test.count);
  if (count === 0) return undefined;
  return track(network, slice(images.test, 0, count), {
    epsilon: recipe.epsilon,
    scale: run.scale,
    bound: buildBound(recipe),
    boundName: boundName(recipe),
    seed: recipe.seed,
    engine,
    ...(attack ? { attack } : {}),
  });
}
