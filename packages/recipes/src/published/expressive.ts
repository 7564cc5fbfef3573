import type { Ascent } from '@ibp/train';
import { cifarLengths, cnn7Base, mnistLengths } from './fast-ibp';
import { inEpochs, type PublishedDataset } from './lengths';
import type { Published } from './published';

const source =
  'De Palma et al. 2024, "Expressive Losses for Verified Robustness via Convex Combinations", README of the code';
const bench = 'CTBench (Mao et al. 2024), scripts/examples: mnist/0.1, EXP-IBP';

/** The authors' own numbers: a step of 10 ends where one of 2 does, in a corner. */
const oneLongStep: Ascent = { steps: 1, stepSize: 10 };
const eightEvenSteps: Ascent = { steps: 8, stepSize: 0.25 };

const longLengths = inEpochs({
  dataset: 'cifar-10',
  batchSize: 128,
  epochs: 260,
  warmUp: 1,
  ramp: 80,
  decays: [180, 220],
  decay: 0.2,
});
const imagenetLengths = inEpochs({
  dataset: 'imagenet64',
  batchSize: 128,
  epochs: 80,
  warmUp: 1,
  ramp: 20,
  decays: [60, 70],
  decay: 0.2,
});

type Setting = {
  readonly dataset: PublishedDataset;
  readonly epsilon: number;
  readonly epsilonTrain?: number;
  readonly lengths: typeof longLengths;
  readonly attack?: Ascent;
  readonly attackScale?: number;
  readonly fast?: number;
  readonly from?: string;
};
type Row = readonly [name: 'cc-ibp' | 'mtl-ibp' | 'exp-ibp', alpha: number, l1: number];

function rows(setting: Setting, ...all: readonly Row[]): Published[] {
  const { dataset, epsilon, epsilonTrain = epsilon, lengths } = setting;
  const { attack = oneLongStep, attackScale, fast = 0.5, from = source } = setting;
  return all.map(([name, alpha, l1]) => ({
    name,
    dataset,
    source: from,
    recipe: {
      ...cnn7Base,
      ...lengths,
      epsilon,
      epsilonTrain,
      method: { name, alpha, attack, ...(attackScale ? { attackScale } : {}) },
      regularizers: { fast, l1 },
    },
  }));
}

const mnist = { dataset: 'mnist', lengths: mnistLengths } as const;
const cifar = { dataset: 'cifar-10' } as const;

export const expressiveRecipes: readonly Published[] = [
  ...rows({ ...mnist, epsilon: 0.1, epsilonTrain: 0.2 }, ['cc-ibp', 0.1, 2e-6], ['mtl-ibp', 1e-2, 1e-5]),
  ...rows({ ...mnist, epsilon: 0.1, epsilonTrain: 0.2, from: bench, attack: { steps: 10, stepSize: 0.25 } }, [
    'exp-ibp',
    0.02,
    1e-5,
  ]),
  ...rows({ ...mnist, epsilon: 0.3, epsilonTrain: 0.4 }, ['cc-ibp', 0.3, 3e-6], ['mtl-ibp', 8e-2, 1e-6]),
  ...rows(
    { ...cifar, epsilon: 2 / 255, lengths: cifarLengths, attack: eightEvenSteps, attackScale: 2.1 },
    ['cc-ibp', 1e-2, 3e-6],
    ['mtl-ibp', 4e-3, 3e-6],
    ['exp-ibp', 9.5e-2, 4e-6],
  ),
  ...rows(
    { ...cifar, epsilon: 8 / 255, lengths: longLengths },
    ['cc-ibp', 0.5, 0],
    ['mtl-ibp', 0.5, 1e-7],
    ['exp-ibp', 0.5, 0],
  ),
  // on a wider, deeper CNN-7 than ours
  ...rows(
    { dataset: 'imagenet64', epsilon: 1 / 255, lengths: imagenetLengths, fast: 0.2 },
    ['cc-ibp', 5e-2, 1e-5],
    ['mtl-ibp', 5e-2, 1e-5],
    ['exp-ibp', 5e-2, 1e-5],
  ),
];
