import { checkRecipe } from './check-recipe';
import { learningRateText } from './learning-rate';
import type { Recipe } from './recipe';
import { scaleRecipe } from './scale-recipe';
import { schedulesOf } from './schedules';

const recipe: Recipe = {
  model: 'small',
  epsilon: 0.1,
  epsilonTrain: 0.2,
  steps: 60_000,
  batchSize: 100,
  warmUp: 2 / 60,
  ramp: 10 / 60,
  schedule: 'linear',
  kappaEnd: 0.5,
  learningRate: 1e-3,
  decays: [
    [15 / 60, 0.1],
    [25 / 60, 0.1],
  ],
  initializer: 'orthogonal',
  batchNorm: false,
  specLoss: 'crossEntropy',
  elision: true,
  clipNorm: 10,
  seed: 0,
};

describe('schedulesOf', () => {
  it('gives the schedules of the paper at full length', () => {
    const { epsilon, kappa, learningRate } = schedulesOf(recipe);
    expect([2000, 7000, 12_000].map(epsilon)).toEqual([0, 0.1, 0.2]);
    expect([2000, 7000, 12_000].map(kappa)).toEqual([1, 0.75, 0.5]);
    expect([14_999, 15_000, 25_000].map(learningRate)).toEqual([1e-3, 1e-4, 1e-5]);
    expect(learningRateText(recipe)).toBe('0.001,0.0001@15000,0.00001@25000');
  });

  it('keeps their shape when shortened', () => {
    const { epsilon, learningRate } = schedulesOf(scaleRecipe(recipe, 0.01));
    expect([20, 70, 120].map(epsilon)).toEqual([0, 0.1, 0.2]);
    expect(learningRate(150)).toBe(1e-4);
  });

  it('stands any shortening', () => {
    expect(learningRateText({ ...recipe, steps: 3 })).toBe('0.001,0.00001@1');
    for (const steps of [0, 1, 2, 3]) {
      const { epsilon, learningRate } = schedulesOf({ ...recipe, steps });
      expect([epsilon(steps), learningRate(steps)]).toEqual([0.2, 1e-5]);
    }
  });

  it('takes a learning rate in the notation of the reference', () => {
    const { learningRate } = schedulesOf({ ...recipe, learningRateSchedule: '0.5,0.25@10' });
    expect([9, 10].map(learningRate)).toEqual([0.5, 0.25]);
  });

  it('computes bounds from where the ramp begins, whatever kappa there', () => {
    const { kappa } = schedulesOf({ ...recipe, kappaStart: 0.3, kappaEnd: 0.1 });
    expect([0, 1999, 2000, 7000, 12_000, 50_000].map((step) => Number(kappa(step).toFixed(6)))).toEqual([
      1, 1, 0.3, 0.2, 0.1, 0.1,
    ]);
  });

  it('has full epsilon and final kappa from the first step on where there is no ramp', () => {
    const { epsilon, kappa } = schedulesOf({ ...recipe, warmUp: 0, ramp: 0, kappaStart: 0, kappaEnd: 0 });
    expect([epsilon(0), kappa(0)]).toEqual([0.2, 0]);
  });

  it('lets epsilon rise over another share than that in which kappa falls, or at once', () => {
    for (const schedule of ['linear', 'smooth'] as const) {
      const { epsilon, kappa } = schedulesOf({ ...recipe, schedule, epsilonRamp: 0 });
      expect([1999, 2000, 7000, 12_000].map(epsilon)).toEqual([0, 0.2, 0.2, 0.2]);
      expect([2000, 7000, 12_000].map(kappa)).toEqual([1, 0.75, 0.5]);
    }
    const { epsilon } = schedulesOf({ ...recipe, epsilonRamp: 5 / 60 });
    expect([2000, 4500, 7000, 12_000].map(epsilon)).toEqual([0, 0.1, 0.2, 0.2]);
  });
});

describe('scaleRecipe', () => {
  it('scales what is in steps, and nothing else', () => {
    const scaled = scaleRecipe({ ...recipe, learningRateSchedule: '1e-3,1e-4@15000' }, 0.1);
    expect(scaled).toEqual({ ...recipe, steps: 6000, learningRateSchedule: '1e-3,1e-4@1500' });
    expect(scaleRecipe(recipe, 1e-9).steps).toBe(1);
    expect(() => scaleRecipe(recipe, 0)).toThrow('scaleRecipe: expected a share above 0, got 0');
  });
});

describe('checkRecipe', () => {
  it.each([
    [
      { epsilon: -0.1 },
      'recipe: epsilon: expected a radius from 0 to 1, in the units of the inputs, got -0.1',
    ],
    [{ epsilon: 8 }, 'from 0 to 1, in the units of the inputs, got 8 (did you mean 8/255 = 0.03137?)'],
    [
      { epsilonTrain: 1.1 },
      'epsilonTrain: expected a radius from 0 to 1, in the units of the inputs, got 1.1',
    ],
    [{ epsilonTrain: Number.NaN }, 'epsilonTrain: expected a number, got NaN'],
    [{ epsilon: Number.POSITIVE_INFINITY }, 'epsilon: expected a finite number, got Infinity'],
    [{ warmUp: 0.7, ramp: 0.4 }, 'warmUp, ramp: expected shares from 0 to 1 that add up to 1 at most'],
    [{ epsilonRamp: 0.99 }, 'epsilonRamp: expected a share from 0 to 1 that adds up to 1 at most'],
    [{ kappaEnd: 2 }, 'kappaEnd: expected a weight from 0 to 1, got 2'],
    [{ kappaStart: -1 }, 'kappaStart: expected a weight from 0 to 1, got -1'],
    [{ clipNorm: 0 }, 'clipNorm: expected a norm above 0, got 0'],
    [{ specs: 0 }, 'specs: expected all, mostViolated or a whole number above 0, got 0'],
    [{ specs: 'some' }, 'specs: expected all, mostViolated or a whole number above 0, got "some"'],
    [{ elision: false, method: { name: 'diffai' } as const }, 'elision: expected method ibp, which alone'],
    [{ regularizers: { l1: -1 } }, 'regularizers.l1: expected a weight >= 0, got -1'],
    [{ model: 'tiny' as never }, 'model: expected one of "small", "medium", "large"'],
    [{ schedule: 'smoth' as never }, 'schedule: expected one of "linear", "smooth", got "smoth"'],
    [{ augmnet: 'flip' }, 'recipe: expected no fields but its own, got augmnet'],
    [{ regularizers: { reluStabilty: 1 } }, 'recipe: regularizers: expected no fields but its own, got relu'],
    [{ method: { name: 'sab' } }, 'method.name: expected one of "nominal", "adversarial"'],
    [{ method: { name: 'sabr' } }, 'method.ratio: expected a number, got undefined'],
    [{ method: 'sabr' }, 'method: expected an object, got "sabr"'],
    [{ model: undefined }, 'model: expected one of "small", "medium", "large"'],
    [{ optimizer: { name: 'lion' } }, 'optimizer.name: expected one of "adam", "adamw", "radam", "sgd"'],
    [
      { optimizer: { name: 'radam', weightDecay: 1 } },
      'recipe: optimizer: expected no fields but its own, got weightDecay',
    ],
    [
      { optimizer: { name: 'sgd', momentum: 1 } as const },
      'recipe: optimizer: sgd: expected momentum in [0, 1), got 1',
    ],
    [{ averaging: { from: 2 } }, 'averaging.from: expected a share from 0 to 1, got 2'],
    [{ preciseBatchNorm: 0 }, 'preciseBatchNorm: expected a whole number above 0, got 0'],
    [{ seed: 0.5 }, 'seed: expected a whole number, got 0.5'],
    [{ from: '' }, 'from: expected the folder of a run, got ""'],
    [{ decays: [[0.5]] }, 'decays.0.1: expected a number, got undefined'],
    [{ batchNorm: 'yes' }, 'batchNorm: expected true or false, got "yes"'],
    [
      { augment: 'rotate' as never },
      'augment: expected one of "none", "flip", "shift", "crop", "cropAndFlip", got "rotate"',
    ],
    [
      { learningRateSchedule: 'fast' },
      'learningRateSchedule: parseSchedule: expected "value,value@step,..."',
    ],
    [{ width: 0 }, 'width: expected a number above 0, got 0'],
    [{ hiddenUnits: 0.5 }, 'hiddenUnits: expected a whole number above 0, got 0.5'],
  ])('refuses %o', (change, message) => {
    expect(() => checkRecipe({ ...recipe, ...change } as Recipe)).toThrow(message);
  });

  it('names a field that is missing, and says what is no recipe at all', () => {
    const { epsilon, ...rest } = recipe;
    expect(epsilon).toBe(0.1);
    expect(() => checkRecipe(rest as Recipe)).toThrow('recipe: epsilon: expected a number, got undefined');
    expect(() => checkRecipe('quick' as never)).toThrow('recipe: expected an object, got "quick"');
  });

  it('takes IBP without elision, by name or as what is meant without one', () => {
    checkRecipe({ ...recipe, elision: false });
    checkRecipe({ ...recipe, elision: false, method: { name: 'ibp' } });
  });
});
