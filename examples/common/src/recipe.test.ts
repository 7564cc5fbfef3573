import type { Example } from './example';
import { parseFlags } from './flags';
import { checkRecipe, learningRateText, type Recipe, schedulesOf } from './recipe';

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
    const { epsilon, learningRate } = schedulesOf({ ...recipe, steps: 600 });
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
});

describe('checkRecipe', () => {
  it.each([
    [{ epsilon: -0.1 }, '--epsilon: expected a finite epsilon >= 0, got -0.1'],
    [{ epsilonTrain: Number.NaN }, '--epsilon-train: expected a finite epsilon >= 0, got NaN'],
    [{ warmUp: 0.7, ramp: 0.4 }, 'that add up to 1 at most, got 0.7 and 0.4'],
    [{ kappaEnd: 2 }, '--kappa-end: expected a weight from 0 to 1, got 2'],
    [{ clipNorm: 0 }, '--clip-norm: expected a norm above 0, got 0'],
  ])('refuses %o', (change, message) => {
    expect(() => checkRecipe({ ...recipe, ...change })).toThrow(message);
  });
});

describe('parseFlags', () => {
  const example = { name: 'test', sources: { full: {} }, recipes: { paper: recipe } } as unknown as Example;
  const parse = (...argv: string[]) => parseFlags(example, argv);

  it('trains with the first recipe unless told otherwise', () => {
    expect(parse()).toMatchObject({ command: 'train', recipe, settings: { data: 'auto', out: 'runs/test' } });
  });

  it('changes the fields that flags name, and scales the trained radius with the certified one', () => {
    const flags = ['--model', 'medium', '--epsilon', '8/255', '--no-elision', '--learning-rate', '1e-2'];
    expect(parse(...flags)).toMatchObject({
      recipe: {
        model: 'medium',
        epsilon: 8 / 255,
        epsilonTrain: 16 / 255,
        elision: false,
        learningRateSchedule: '1e-2',
        steps: 60_000,
      },
    });
  });

  it.each([
    ['--test-examples', '0', 'Expected a whole number above 0.'],
    ['--batch-size', '1.5', 'Expected a whole number.'],
    ['--learning-rate', 'fast', 'expected "value,value@step,..."'],
  ])('refuses %s %s before anything is loaded', (flag, value, message) => {
    const exit = jest.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    });
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      expect(() => parse(flag, value)).toThrow('exit 1');
      expect(write.mock.calls.join()).toContain(message);
    } finally {
      exit.mockRestore();
      write.mockRestore();
    }
  });

  it('evaluates a folder at another radius', () => {
    expect(parse('evaluate', '--out', 'here', '--epsilon', '0.3')).toMatchObject({
      command: 'evaluate',
      epsilon: 0.3,
      settings: { out: 'here' },
    });
  });
});
