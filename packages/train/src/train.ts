import { registerGradients } from '@ibp/backend/gradients';
import { readBall, readScale } from '@ibp/bounds';
import { fail } from '@ibp/core';
import { type Network, nextTask, trainableVariables } from '@ibp/layers';
import { batchAhead } from './batch-ahead';
import {
  decodeCheckpoint,
  encodeCheckpoint,
  restoreCheckpoint,
  takeCheckpoint,
} from './checkpoint/checkpoint';
import { compiledUpdater } from './engine';
import { certifiedLoss } from './losses/certified';
import type { Metrics } from './metrics';
import { createOptimizer, disposeOptimizer, type Optimizer, takeAverage } from './optimizers/optimizer';
import type { TrainOptions } from './train-options';
import { trainingStep } from './training-step';
import { eagerUpdater } from './updater';

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
