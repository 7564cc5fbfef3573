import { registerGradients } from '@ibp/backend/gradients';
import { fail } from '@ibp/bounds';
import { type Network, updateMovingAverages } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { type Adam, type AdamOptions, adamUpdate, createAdam, disposeAdam } from './adam';
import {
  decodeCheckpoint,
  encodeCheckpoint,
  type RunDescription,
  restoreCheckpoint,
  takeCheckpoint,
} from './checkpoint/checkpoint';
import type { CheckpointStore } from './checkpoint/store';
import { globalNorm, lossAndGradients } from './gradients';
import { certifiedLoss } from './losses/certified';
import type { Examples, Loss } from './losses/loss';
import { constant, type Schedule } from './schedules/schedule';

export type TrainOptions = {
  /** How many updates in all; a resumed run does those that are left. */
  readonly steps: number;
  /** The examples of a step, from 0; the loop frees `x`. Resuming is exact if this depends on the step alone. */
  readonly batch: (step: number) => Examples | Promise<Examples>;
  /** In the units of the input. */
  readonly epsilon: Schedule;
  /** The weight of the clean loss; 1/2 unless given. */
  readonly kappa?: Schedule;
  readonly learningRate: Schedule;
  /** Eq. 12 with IBP unless given. */
  readonly loss?: Loss;
  readonly adam?: AdamOptions;
  /** Gradients are scaled so that their global norm is at most this; no clipping unless given. */
  readonly clipNorm?: number;
  /** Of what the loss draws at random. */
  readonly seed?: number;
  readonly checkpoint?: {
    readonly store: CheckpointStore;
    /** In steps; one more is written at the end. */
    readonly every: number;
    /** Hyper-parameters that a resumed run must share. */
    readonly run?: RunDescription;
  };
  /** Ends the run after the current step, with a checkpoint. */
  readonly signal?: AbortSignal;
};

/** What one step did. */
export type Metrics = {
  /** Updates done, from 1. */
  readonly step: number;
  readonly steps: number;
  readonly epsilon: number;
  readonly kappa: number;
  readonly learningRate: number;
  readonly loss: number;
  /** The loss's parts: `fit`, and `spec` once bounds are computed. */
  readonly parts: { readonly [name: string]: number };
  /** Before clipping. */
  readonly gradientNorm: number;
};

/**
 * Trains a network in place, a step for each value it yields. Stopping the iteration stops training.
 *
 * With a checkpoint store, a run that finds a checkpoint goes on from it and ends with the weights it would have had
 * without the interruption, on the same backend: weights, moments and moving averages are restored, and schedules and
 * batches are functions of the step.
 *
 * @throws when the loss or a gradient is not a number: the error tells the step, the weights stay as they were before it, and
 * the last checkpoint is kept. When the checkpoint is damaged or of another model or run.
 */
export async function* train(
  network: Network,
  options: TrainOptions,
): AsyncGenerator<Metrics, void, undefined> {
  const { steps, checkpoint, signal } = options;
  if (!(Number.isInteger(steps) && steps >= 0))
    fail('train', `expected a whole number of steps, got ${steps}`);
  if (checkpoint && !(Number.isInteger(checkpoint.every) && checkpoint.every > 0)) {
    fail('train', `expected checkpoint.every to be a whole number of steps above 0, got ${checkpoint.every}`);
  }
  registerGradients(); // again, since a package loaded after ours may have put tfjs's wrong ones back
  const adam = createAdam(network, options.adam);
  try {
    const resumed = await resume(network, adam, checkpoint);
    let saved = resumed;
    const save = async (step: number): Promise<void> => {
      if (!checkpoint || saved === step) return;
      const taken = await takeCheckpoint(network, adam, { step, run: checkpoint.run ?? {} });
      await checkpoint.store.save(await encodeCheckpoint(taken));
      saved = step;
    };
    for (let step = resumed; step < steps; step++) {
      const metrics = await trainingStep(network, adam, step, options);
      const done = metrics.step === steps || signal?.aborted;
      if (done || (checkpoint && metrics.step % checkpoint.every === 0)) await save(metrics.step);
      yield metrics;
      if (done) return;
    }
  } finally {
    disposeAdam(adam);
  }
}

async function resume(network: Network, adam: Adam, checkpoint: TrainOptions['checkpoint']): Promise<number> {
  const bytes = await checkpoint?.store.load();
  if (!bytes) return 0;
  const decoded = await decodeCheckpoint(bytes);
  restoreCheckpoint(decoded, network, adam, checkpoint?.run ?? {});
  return decoded.step;
}

async function trainingStep(
  network: Network,
  adam: Adam,
  step: number,
  options: TrainOptions,
): Promise<Metrics> {
  const { loss = certifiedLoss(), clipNorm = Number.POSITIVE_INFINITY, seed = 0 } = options;
  const at = {
    step,
    epsilon: options.epsilon(step),
    kappa: (options.kappa ?? constant(0.5))(step),
    seed: (seed * 2_654_435_761 + step) % 2_147_483_647,
  };
  const learningRate = options.learningRate(step);
  const examples = await options.batch(step);
  const { value, gradients } = lossAndGradients(network, () => loss(network, examples, at));
  const norm = globalNorm(gradients);
  const names = Object.keys(value.parts);
  const read = await Promise.all([value.loss, norm, ...Object.values(value.parts)].map((t) => t.data()));
  const [lossValue, gradientNorm, ...parts] = read.map(([number]) => number!) as [
    number,
    number,
    ...number[],
  ];
  try {
    if (!Number.isFinite(lossValue) || !Number.isFinite(gradientNorm)) {
      fail(
        'train',
        `expected a finite loss and gradient, got loss ${lossValue} and gradient norm ${gradientNorm} at step ${step} ` +
          `(epsilon ${at.epsilon}, kappa ${at.kappa}, learning rate ${learningRate}); the weights are those ` +
          'from before this step',
      );
    }
    const scale = gradientNorm > clipNorm ? clipNorm / gradientNorm : 1;
    adamUpdate(adam, network, gradients, { step, learningRate, scale });
    updateMovingAverages(network, value.statistics);
  } finally {
    tf.dispose([examples.x, value.loss, norm]);
    tf.dispose([gradients, value.parts as tf.NamedTensorMap]);
    for (const { mean, variance } of value.statistics) tf.dispose([mean, variance]);
  }
  return {
    step: step + 1,
    steps: options.steps,
    epsilon: at.epsilon,
    kappa: at.kappa,
    learningRate,
    loss: lossValue,
    parts: Object.fromEntries(names.map((name, i) => [name, parts[i]!])),
    gradientNorm,
  };
}
