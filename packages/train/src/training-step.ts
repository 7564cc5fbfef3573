import { fail } from '@ibp/bounds';
import { type Network, updateMovingAverages } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { type Adam, adamUpdate } from './adam';
import { assertExamples } from './examples';
import { globalNorm, lossAndGradients, type NamedTensors } from './gradients';
import { certifiedLoss } from './losses/certified';
import type { Examples, LossValue, TrainingPoint } from './losses/loss';
import { constant } from './schedules/schedule';
import type { Metrics, TrainOptions } from './train';

/**
 * One update of a network, from batch to metrics; it frees the examples and all it makes.
 *
 * @param step how many updates came before this one.
 * @throws when a schedule gives what cannot be meant, the examples do not fit, or the loss or a gradient is not
 * finite; the network is then as it was.
 */
export async function trainingStep(
  network: Network,
  adam: Adam,
  step: number,
  options: TrainOptions,
): Promise<Metrics> {
  const point = pointAt(step, options);
  const examples = await options.batch(step);
  try {
    assertExamples('train', network, examples);
    return await update(network, adam, examples, point, options);
  } finally {
    examples.x.dispose();
  }
}

type Point = TrainingPoint & { readonly learningRate: number };

/** What the schedules say at a step, checked also where it has no effect yet, as epsilon while kappa is 1. */
function pointAt(step: number, options: TrainOptions): Point {
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

async function update(
  network: Network,
  adam: Adam,
  examples: Examples,
  point: Point,
  { loss = certifiedLoss(), clipNorm = Number.POSITIVE_INFINITY, steps }: TrainOptions,
): Promise<Metrics> {
  const { step, epsilon, kappa, learningRate } = point;
  const { value, gradients } = lossAndGradients(network, () => loss(network, examples, point));
  const norm = globalNorm(gradients);
  try {
    const { lossValue, gradientNorm, parts } = await readNumbers(value, norm);
    if (!Number.isFinite(lossValue) || !Number.isFinite(gradientNorm)) {
      fail(
        'train',
        `expected a finite loss and gradient, got loss ${lossValue} and gradient norm ${gradientNorm} at step ` +
          `${step} (epsilon ${epsilon}, kappa ${kappa}, learning rate ${learningRate}); the weights are those ` +
          'from before this step',
      );
    }
    const scale = gradientNorm > clipNorm ? clipNorm / gradientNorm : 1;
    adamUpdate(adam, network, gradients, { step, learningRate, scale });
    updateMovingAverages(network, value.statistics);
    return { step: step + 1, steps, epsilon, kappa, learningRate, loss: lossValue, parts, gradientNorm };
  } finally {
    free(value, gradients, norm);
  }
}

/** All at once: on a GPU each wait costs more than the numbers. */
async function readNumbers({ loss, parts }: LossValue, norm: tf.Scalar) {
  const tensors = [loss, norm, ...Object.values(parts)];
  const numbers = (await Promise.all(tensors.map((t) => t.data()))).map(([number]) => number!);
  const [lossValue, gradientNorm, ...rest] = numbers as [number, number, ...number[]];
  const names = Object.keys(parts);
  return { lossValue, gradientNorm, parts: Object.fromEntries(names.map((name, i) => [name, rest[i]!])) };
}

function free({ loss, parts, statistics }: LossValue, gradients: NamedTensors, norm: tf.Scalar): void {
  tf.dispose([loss, norm, ...Object.values(parts), ...Object.values(gradients)]);
  for (const { mean, variance } of statistics) tf.dispose([mean, variance]);
}
