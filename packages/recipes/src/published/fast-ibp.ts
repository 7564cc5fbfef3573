import type { Recipe } from '../recipe';
import { inEpochs, type PublishedDataset } from './lengths';
import type { Published } from './published';

/** CNN-7 with batch norm, trained by Adam: what fast IBP set up and all that came after it share. */
export const cnn7Base = {
  model: 'cnn7',
  schedule: 'smooth',
  kappaStart: 0,
  kappaEnd: 0,
  learningRate: 5e-4,
  initializer: 'ibp',
  batchNorm: true,
  specLoss: 'crossEntropy',
  elision: true,
  clipNorm: 10,
  seed: 0,
} as const;

/** 70 epochs on MNIST. */
export const mnistLengths = inEpochs({
  dataset: 'mnist',
  batchSize: 256,
  epochs: 70,
  warmUp: 0,
  ramp: 20,
  decays: [50, 60],
  decay: 0.2,
});

/** 160 epochs on CIFAR-10, the first of them without bounds. */
export const cifarLengths = inEpochs({
  dataset: 'cifar-10',
  batchSize: 128,
  epochs: 160,
  warmUp: 1,
  ramp: 80,
  decays: [120, 140],
  decay: 0.2,
});

/** 240 epochs on CIFAR-10. */
export const longCifarLengths = inEpochs({
  dataset: 'cifar-10',
  batchSize: 128,
  epochs: 240,
  warmUp: 1,
  ramp: 120,
  decays: [200, 220],
  decay: 0.2,
});

const shi = 'Shi et al. 2021, "Fast Certified Robust Training with Short Warmup"';
const bench = 'as tuned in CTBench (Mao et al. 2024), scripts/examples';

type Changes = Partial<Recipe> & Pick<Recipe, 'epsilon' | 'epsilonTrain'>;

const fast = (dataset: PublishedDataset, source: string, changes: Changes): Published => ({
  name: 'fast-ibp',
  dataset,
  source,
  recipe: {
    ...cnn7Base,
    ...(dataset === 'mnist' ? mnistLengths : cifarLengths),
    regularizers: { fast: 0.5 },
    ...changes,
  },
});

export const fastIbpRecipes: readonly Published[] = [
  fast('mnist', `${shi}; trained radius (recalled)`, { epsilon: 0.1, epsilonTrain: 0.2 }),
  fast('mnist', `${shi}; trained radius (recalled)`, { epsilon: 0.2, epsilonTrain: 0.4 }),
  fast('mnist', `${shi}, ${bench}: mnist/0.3/train_ibp`, {
    epsilon: 0.3,
    epsilonTrain: 0.3,
    kappaStart: 0.3,
    kappaEnd: 0.3,
    regularizers: { fast: 0.5, l1: 2e-6 },
  }),
  fast('mnist', `${shi}; trained radius (recalled)`, { epsilon: 0.4, epsilonTrain: 0.4 }),
  fast('cifar-10', `${shi}, ${bench}: cifar10/2.255/train_ibp`, {
    epsilon: 2 / 255,
    epsilonTrain: 2 / 255,
    kappaStart: 0.2,
    kappaEnd: 0.2,
    regularizers: { fast: 0.5, l1: 1e-6 },
  }),
  fast('cifar-10', `${shi}; decays ${bench}`, {
    ...longCifarLengths,
    epsilon: 8 / 255,
    epsilonTrain: 8 / 255,
  }),
];
