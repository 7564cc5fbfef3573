import { assertInputs } from '@ibp/bounds';
import { fail } from '@ibp/core';
import type { Network } from '@ibp/layers';
import type { BatchAhead } from './batch-ahead';
import { assertExamples } from './examples';
import type { Metrics } from './metrics';
import { constant } from './schedules/schedule';
import type { TrainOptions } from './train-options';
import type { StepPoint, Updater } from './updater';

/**
 * One update of a network, from batch to metrics; it frees the examples and all it makes. Meanwhile the next batch is
 * prepared.
 *
 * @param step how many updates came before this one.
 * @throws when a schedule gives what cannot be meant, the examples do not fit or are not valid inputs, or the loss or a gradient is not
 * finite; the network is then as it was.
 */
export async function trainingStep(
  network: Network,
  updater: Updater,
  batches: BatchAhead,
  step: number,
  options: TrainOptions,
): Promise<Metrics> {
  const point = pointAt(step, options);
  const examples = await batches.take(step);
  try {
    assertExamples('train', network, examples);
    // or a loss that is NaN would be blamed, and a clipped ball not even that
    assertInputs(`train: batch of step ${step}`, await examples.x.data(), network.inputShape, options.range);
    const updating = updater.update(examples, point);
    if (step + 1 < options.steps && !options.signal?.aborted) batches.prepare(step + 1);
    const figures = await updating;
    const { epsilon, kappa, learningRate } = point;
    return { step: step + 1, steps: options.steps, epsilon, kappa, learningRate, ...figures };
  } finally {
    examples.x.dispose();
  }
}

/** What the schedules say at a step, checked also where it has no effect yet, as epsilon while kappa is 1. */
function pointAt(step: number, options: TrainOptions): StepPoint {
  const { epsilon, kappa = constant(0.5), learningRate, seed = 0 } = options;
  const value = (name: string, scheduled: number, greatest = Number.MAX_VALUE): number => {
    if (!(scheduled >= 0 && scheduled <= greatest)) {
      const range = greatest < Number.MAX_VALUE ? `from 0 to ${greatest}` : 'finite and >= 0';
      fail('train', `expected ${name} to be ${range}, got ${scheduled} at step ${step}`);
    }
    return scheduled;
  };
  return {
    step,
    epsilon: value('epsilon', epsilon(step)),
    kappa: value('kappa', kappa(step), 1),
    learningRate: value('learningRate', learningRate(step)),
    seed: seedAt(step, seed),
  };
}

/** Reduced first, so that the product stays exact; never 0, which tfjs takes for no seed. */
function seedAt(step: number, seed: number): number {
  const prime = 2_147_483_647;
  return (((((seed % prime) + prime) % prime) * 48_271 + step) % (prime - 1)) + 1;
}
