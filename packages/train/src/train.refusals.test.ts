import { dense, disposeNetwork, type Network, network, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { memoryStore } from './checkpoint/store';
import { train } from './testing';
import type { TrainOptions } from './train-options';

const options: TrainOptions = {
  steps: 2,
  batch: () => ({ x: tf.tensor2d([[0.1, 0.9]]), labels: [1] }),
  epsilon: () => 0.1,
  learningRate: () => 0.1,
};

async function run(net: Network, more: Partial<TrainOptions> = {}): Promise<void> {
  for await (const _ of train(net, { ...options, ...more }));
}

const batchOf = (x: () => tf.Tensor, labels: number[]) => ({ batch: () => ({ x: x(), labels }) });
const row = () => tf.zeros([1, 2]);

describe('train refuses', () => {
  let net: Network;
  beforeEach(() => {
    net = network([2], sequential(dense(4), relu(), dense(3)), { seed: 1 });
  });
  afterEach(() => disposeNetwork(net));

  const cases: [string, Partial<TrainOptions>, string][] = [
    ['a part of a step', { steps: 1.5 }, 'train: expected a whole number of steps, got 1.5'],
    ['to clip to nothing', { clipNorm: 0 }, 'train: expected clipNorm > 0, got 0'],
    ['a seed of 1.5', { seed: 1.5 }, 'train: expected a whole number as seed, got 1.5'],
    [
      'no interval between checkpoints',
      { checkpoint: { store: memoryStore(), every: 0 } },
      'train: expected checkpoint.every to be a whole number of steps above 0, got 0',
    ],
    [
      'a negative epsilon, also in the warm-up',
      { epsilon: (step) => -step, kappa: () => 1 },
      'train: expected epsilon to be finite and >= 0, got -1 at step 1',
    ],
    ['a kappa of 3', { kappa: () => 3 }, 'train: expected kappa to be from 0 to 1, got 3 at step 0'],
    [
      'a learning rate that is no number',
      { learningRate: () => Number.NaN },
      'train: expected learningRate to be finite and >= 0, got NaN at step 0',
    ],
    ['too few labels', batchOf(row, []), 'train: expected 1 labels, got 0'],
    ['too many labels', batchOf(row, [0, 1]), 'train: expected 1 labels, got 2'],
    ['a label that is no class', batchOf(row, [3]), 'expected labels from 0 to 2, got 3 at example 0'],
    [
      'inputs of another shape',
      batchOf(() => tf.zeros([1, 3]), [0]),
      'train: expected shape [*,2], got [1,3]',
    ],
    [
      'pixels of 0 to 255, while no bounds are computed yet too',
      { ...batchOf(() => tf.tensor2d([[0, 128]]), [0]), kappa: () => 1 },
      'train: batch of step 0: expected inputs in [0, 1], got 128 in example 0, feature 1; scale the inputs, or give',
    ],
    [
      'an input out of the range of its feature, where epsilon reaches it again',
      { ...batchOf(() => tf.tensor2d([[7, 0.55]]), [0]), range: [0, [9, 0.5]] },
      'train: batch of step 0: expected inputs in [0, 0.5], got 0.55',
    ],
    [
      'NaN among the inputs, whatever the range',
      { ...batchOf(() => tf.tensor2d([[Number.NaN, 0]]), [0]), range: [-Infinity, Infinity] },
      'train: batch of step 0: expected inputs in [-Infinity, Infinity], got NaN in example 0, feature 0',
    ],
    [
      'a scale of another size',
      { scale: [1, 2, 3] },
      'train: expected one scale or 2 for the features of an input of shape [2], got 3',
    ],
    ['a negative scale', { scale: [1, -2] }, 'train: expected a finite scale >= 0, got -2 for feature 1'],
    [
      'a range of another size',
      { range: [[0], 1] },
      'train: expected one least valid value or 2 for the features of an input of shape [2], got 1',
    ],
    ['a batch of nothing', batchOf(() => tf.zeros([0, 2]), []), 'train: expected a batch of at least one'],
  ];

  it.each(cases)('%s, and leaves no tensor behind', async (_, more, message) => {
    const before = tf.memory().numTensors;
    await expect(run(net, more)).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('a network whose output is not a row of logits', async () => {
    const other = network([2], dense(1));
    await expect(run(other)).rejects.toThrow(
      'loss: expected a network with output [classes], classes >= 2, got [1]',
    );
    disposeNetwork(other);
  });

  it('a network with nothing to train', async () => {
    const frozen = network([2], relu());
    await expect(run(frozen)).rejects.toThrow('train: expected a network with variables to train, got none');
  });

  it('a checkpoint of more steps than asked for', async () => {
    const store = memoryStore();
    await run(net, { checkpoint: { store, every: 1 } });
    await expect(run(net, { steps: 1, checkpoint: { store, every: 1 } })).rejects.toThrow(
      'checkpoint: expected at most 1 steps, got 2 (memory)',
    );
  });

  it('to keep weights that overflowed in place of the last good checkpoint', async () => {
    const store = memoryStore();
    const checkpoint = { store, every: 1 };
    await run(net, { steps: 1, checkpoint });
    const good = await store.load();
    await expect(run(net, { checkpoint, learningRate: () => 1e39 })).rejects.toThrow(
      /^checkpoint: expected finite values, got .* after step 2/,
    );
    expect(await store.load()).toBe(good);
  });
});
