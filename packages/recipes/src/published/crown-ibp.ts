import type { Recipe } from '../recipe';
import { inEpochs } from './lengths';
import type { Published } from './published';

const source = (config: string) =>
  `Zhang et al. 2020, "Towards Stable and Efficient Training of Verifiably Robust Neural Networks", config/${config}`;

const base = {
  model: 'large',
  learningRate: 5e-4,
  initializer: 'orthogonal',
  batchNorm: false,
  specLoss: 'crossEntropy',
  elision: true,
  clipNorm: null,
  seed: 0,
} as const;

const mnist = (epsilon: number, epsilonTrain: number): Published => ({
  name: 'crown-ibp',
  dataset: 'mnist',
  source: source(
    `mnist_dm-large_${epsilonTrain}.json${epsilonTrain === 0.2 ? ' (lengths recalled: as for 0.4)' : ''}`,
  ),
  recipe: {
    ...base,
    ...inEpochs({
      dataset: 'mnist',
      batchSize: 256,
      epochs: 200,
      warmUp: 9,
      ramp: 50,
      decays: [130, 190],
      decay: 0.1,
    }),
    schedule: 'linear',
    kappaEnd: 0.5,
    epsilon,
    epsilonTrain,
    method: { name: 'crown-ibp' },
  },
});

const cifar = (name: string, epsilon: number, epsilonTrain: number, method: Recipe['method']): Published => ({
  name: 'crown-ibp',
  dataset: 'cifar-10',
  source: source(`cifar_dm-large_${name}.json`),
  recipe: {
    ...base,
    ...inEpochs({
      dataset: 'cifar-10',
      batchSize: 1024,
      epochs: 3200,
      warmUp: 319,
      ramp: 1600,
      decays: [2600, 3040],
      decay: 0.1,
    }),
    schedule: 'smooth',
    kappaStart: 0,
    kappaEnd: 0,
    epsilon,
    epsilonTrain,
    ...(method ? { method } : {}),
  },
});

export const crownIbpRecipes: readonly Published[] = [
  mnist(0.1, 0.2),
  mnist(0.2, 0.4),
  mnist(0.3, 0.4),
  mnist(0.4, 0.4),
  // ends on CROWN-IBP's bound, and is to be evaluated by it
  cifar('2_255', 2 / 255, 0.00862745098, { name: 'crown-ibp', betaEnd: 1 }),
  cifar('8_255', 8 / 255, 0.03451, { name: 'crown-ibp' }),
];
