import { registerGradients } from '@ibp/backend/gradients';
import { type InputRange, type PerFeature, readBall, readScale } from '@ibp/bounds';
import { fail } from '@ibp/core';
import { type Engine, type Network, nextTask, trainableVariables } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';
import { batchAhead } from './batch-ahead';
import {
  decodeCheckpoint,
  encodeCheckpoint,
  type RunDescription,
  restoreCheckpoint,
  takeCheckpoint,
} from './checkpoint/checkpoint';
import type { CheckpointStore } from './checkpoint/store';
import { compiledUpdater } from './engine';
import { certifiedLoss } from './losses/certified';
import type { Examples, Loss } from './losses/loss';
import type { Averaging } from './optimizers/averaging';
import { createOptimizer, disposeOptimizer, type Optimizer, takeAverage } from './optimizers/optimizer';
import type { OptimizerOptions } from './optimizers/table';
import type { Schedule } from './schedules/schedule';
import { trainingStep } from './training-step';
import { eagerUpdater } from './updater';

/** Options of `train`: how long, on what, by which loss and optimiser, and where it is kept. */
export type TrainOptions = {
  /** How many updates in all; a resumed run does those that are left. */
  readonly steps: number;
  /**
   * The examples of a step, from 0; the loop frees `x`. Asked for when the update before is under way: files are read
   * and GPUs compute meanwhile. A backend that keeps its thread busy leaves no time to make a batch there: `batchThread`
   * of `@ibp/data` makes it on another. What it throws is thrown at its own step. Resuming is exact if this depends on
   * the step alone.
   */
  readonly batch: (step: number) => Examples | Promise<Examples>;
  /** In the units of the input, or of `scale`. */
  readonly epsilon: Schedule;
  /**
   * How far each feature is moved where epsilon is 1, 0 for one that is fixed: a tensor that broadcasts to an input, or as
   * many numbers as it has. The ball's radii are `epsilon * scale`, so that one schedule raises all. 1 unless given.
   */
  readonly scale?: PerFeature | tf.Tensor;
  /** The valid inputs, each end one number or one for each feature; [0, 1] unless given. */
  readonly range?: InputRange;
  /** The weight of the clean loss; 1/2 unless given. */
  readonly kappa?: Schedule;
  readonly learningRate: Schedule;
  /** Eq. 12 with IBP unless given. */
  readonly loss?: Loss;
  /** Adam unless given. */
  readonly optimizer?: OptimizerOptions;
  /**
   * The average of the weights along the way, which the network is given when all steps are done; until then, and in
   * checkpoints, it has the last ones. `preciseBatchNorm` then makes its statistics anew. None unless given.
   */
  readonly averaging?: Averaging;
  /** Gradients are scaled so that their global norm is at most this; no clipping unless given. */
  readonly clipNorm?: number;
  /**
   * Compiles the update and runs it: `await onnxEngine()` of `@ibp/onnx`. The network's variables then get their new
   * values with each checkpoint and when the loop ends, not at every step. Op by op in tfjs unless given.
   */
  readonly engine?: Engine;
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
 * without the interruption, on the same backend: weights, moving averages and what the optimiser keeps are restored, and
 * schedules and batches are functions of the step.
 *
 * @throws when the loss or a gradient is not a number: the error tells the step, the weights stay as they were before
 * it, and the last checkpoint is kept. When a schedule gives what it cannot mean, a batch does not fit the network or an
 * input the range, or the checkpoint is damaged, of another model or run, of more steps, or in use by another run.
 *
 * @example
 * ```ts
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import { constant, linear, train } from '@ibp/train';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(8), relu(), dense(2)), { seed: 1 });
 * const batch = () => ({ x: tf.tensor2d([[0.9, 0.1], [0.2, 0.7]]), labels: [0, 1] });
 * const epsilon = linear({ from: 0, to: 0.1, start: 0, end: 3 });
 * const steps = [];
 * for await (const { step } of train(net, { steps: 3, batch, epsilon, learningRate: constant(0.01) })) steps.push(step);
 * console.log(steps.length); // 3
 * ```
 */
export async function* train(
  network: Network,
  options: TrainOptions,
): AsyncGenerator<Metrics, void, undefined> {
  const { steps, checkpoint, signal } = options;
  assertOptions(network, options);
  const ball = await readInputs(network, options);
  registerGradients(); // again, since a package loaded after ours may have put tfjs's wrong ones back
  const optimizer = createOptimizer(network, options.optimizer, options.averaging);
  const { loss = certifiedLoss(), clipNorm = Number.POSITIVE_INFINITY, engine } = options;
  const work = { network, optimizer, loss, clipNorm, ...ball };
  const updater = engine ? compiledUpdater(engine, work) : eagerUpdater(work);
  const batches = batchAhead(options.batch);
  let release: (() => Promise<void>) | undefined;
  let finished = false;
  try {
    release = await checkpoint?.store.lock?.();
    const resumed = await resume(network, optimizer, options);
    let saved = resumed;
    finished = resumed === steps && steps > 0;
    const save = async (step: number): Promise<void> => {
      if (!checkpoint || saved === step) return;
      await updater.sync();
      const taken = await takeCheckpoint(network, optimizer, { step, run: checkpoint.run ?? {} });
      await checkpoint.store.save(await encodeCheckpoint(taken));
      saved = step;
    };
    for (let step = resumed; step < steps; step++) {
      const metrics = await trainingStep(network, updater, batches, step, { ...options, range: ball.range });
      await nextTask();
      const done = metrics.step === steps || signal?.aborted;
      if (done || (checkpoint && metrics.step % checkpoint.every === 0)) await save(metrics.step);
      finished = metrics.step === steps;
      yield metrics;
      if (done) return;
    }
  } finally {
    try {
      await batches.close();
      await updater.sync();
      await updater.dispose();
      if (finished) takeAverage(optimizer, network);
      disposeOptimizer(optimizer);
    } finally {
      await release?.();
    }
  }
}

/** Copies, so that a run ends with the balls it began with. */
async function readInputs({ inputShape }: Network, { scale = 1, range = [0, 1] }: TrainOptions) {
  const ball = await readBall('train', inputShape, { epsilon: 0, range });
  return { scale: await readScale('train', scale, inputShape), range: ball.range };
}

function assertOptions(network: Network, { steps, checkpoint, clipNorm, seed }: TrainOptions): void {
  if (!(Number.isInteger(steps) && steps >= 0))
    fail('train', `expected a whole number of steps, got ${steps}`);
  if (checkpoint && !(Number.isInteger(checkpoint.every) && checkpoint.every > 0)) {
    fail('train', `expected checkpoint.every to be a whole number of steps above 0, got ${checkpoint.every}`);
  }
  if (clipNorm !== undefined && !(clipNorm > 0)) fail('train', `expected clipNorm > 0, got ${clipNorm}`);
  if (seed !== undefined && !Number.isSafeInteger(seed)) {
    fail('train', `expected a whole number as seed, got ${seed}`);
  }
  if (Object.keys(trainableVariables(network)).length === 0) {
    fail('train', 'expected a network with variables to train, got none');
  }
}

async function resume(
  network: Network,
  optimizer: Optimizer,
  { checkpoint, steps }: TrainOptions,
): Promise<number> {
  if (!checkpoint) return 0;
  const { store, run = {} } = checkpoint;
  const bytes = await store.load();
  if (!bytes) return 0;
  try {
    const decoded = await decodeCheckpoint(bytes);
    if (decoded.step > steps) fail('checkpoint', `expected at most ${steps} steps, got ${decoded.step}`);
    restoreCheckpoint(decoded, network, optimizer, run);
    return decoded.step;
  } catch (error) {
    // where it lies: bytes have no name
    if (error instanceof Error) error.message += ` (${store.name})`;
    throw error;
  }
}
