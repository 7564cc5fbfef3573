import type { Configuration } from '../configuration';
import type { Recipe } from '../recipe';

/** The authors' recipe for one machine: the small network for epsilon 8/255, 200K steps of batches of 100. */
const paper: Recipe = {
  model: 'small',
  epsilon: 8 / 255,
  epsilonTrain: 8 / 255,
  steps: 200_000,
  batchSize: 100,
  warmUp: 10 / 200,
  ramp: 120 / 200,
  schedule: 'linear',
  kappaEnd: 0.5,
  learningRate: 1e-3,
  decays: [
    [150 / 200, 0.1],
    [180 / 200, 0.1],
  ],
  initializer: 'orthogonal',
  batchNorm: false,
  specLoss: 'crossEntropy',
  elision: true,
  clipNorm: null,
  seed: 0,
};

/** A first look in well under an hour on two CPU cores. */
const quick: Recipe = { ...paper, steps: 2000, initializer: 'ibp', clipNorm: 10 };

/** CIFAR-10, read from the data directory or downloaded there. */
export const cifarConfiguration: Configuration = {
  name: 'cifar',
  sources: {
    full: {
      description: 'CIFAR-10, its own test set',
      load: async (options) => (await import('@ibp/data/node')).cifar10(options),
    },
  },
  recipes: { quick, paper },
  dataset: 'cifar-10',
  normalize: { mean: [0.4914, 0.4822, 0.4465], std: [0.2023, 0.1994, 0.201] },
  augment: 'cropAndFlip',
};
