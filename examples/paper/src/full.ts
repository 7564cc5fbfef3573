import { type Configuration, mnistSources, type Recipe } from '@ibp/cli';
import { cifar10, imagenet64, svhn } from '@ibp/data/node';
import { findRecipe } from '@ibp/recipes';
import type { DatasetId } from './published';

/** A dataset as the paper trains on it. */
export type FullExperiment = {
  readonly example: Configuration;
  /** At full length. epsilon is that of each run. */
  readonly recipe: Omit<Recipe, 'epsilon' | 'epsilonTrain' | 'seed'>;
  /** In the paper's test set. */
  readonly testExamples: number;
  /** What the paper's main text does not say, and is therefore chosen here. */
  readonly assumed?: string;
};

const cifarMean = [0.4914, 0.4822, 0.4465] as const;
const cifarStd = [0.2023, 0.1994, 0.201] as const;

const { epsilon, epsilonTrain, seed, ...published } = findRecipe('mnist', 'ibp').recipe;

/** 60K steps of 100: 100 epochs. */
const mnistRecipe: FullExperiment['recipe'] = { ...published, model: 'large' };

/** 100K steps of 1600: 3200 epochs. That of `@ibp/recipes` is for one GPU. */
const cifarRecipe: FullExperiment['recipe'] = {
  ...mnistRecipe,
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
      sources: mnistSources,
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
      augment: 'cropAndFlip',
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
      augment: 'crop',
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
      augment: 'cropAndFlip',
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
