import { applyPoint } from './apply-point';
import { parseSweep, planSweep } from './definition';

const space = { learningRate: { from: 1e-4, to: 1e-2, scale: 'log' } };
const plan = (strategy: object, more: object = {}) => planSweep(parseSweep({ space, strategy, ...more }));
const shape = (strategy: object) =>
  plan(strategy).brackets.map((bracket) => bracket.map(({ trials, budget }) => [trials, 81 * budget]));

describe('brackets', () => {
  it('of successive halving keep the best third, with three times the budget', () => {
    expect(shape({ name: 'successive-halving', trials: 27 })).toEqual([
      [
        [27, 3],
        [9, 9],
        [3, 27],
        [1, 81],
      ],
    ]);
    // floor(10 / 3) = 3, floor(10 / 9) = 1
    expect(plan({ name: 'successive-halving', trials: 10 }).brackets[0]!.map(({ trials }) => trials)).toEqual(
      [10, 3, 1],
    );
    expect(plan({ name: 'successive-halving', trials: 1 }).brackets).toEqual([[{ trials: 1, budget: 1 }]]);
  });

  it('halve eight trials in log2 8 rungs, as Jamieson and Talwalkar do, and choose among the last two', () => {
    expect(plan({ name: 'successive-halving', trials: 8, eta: 2, rungs: 3 }).brackets[0]).toEqual([
      { trials: 8, budget: 0.25 },
      { trials: 4, budget: 0.5 },
      { trials: 2, budget: 1 },
    ]);
  });

  it('of Hyperband are those of Li et al., for R = 81 and eta = 3', () => {
    // n = ceil(5 * 3^s / (s + 1)): 81, 33.75, 15, 7.5 and 5
    expect(shape({ name: 'hyperband', most: 81 })).toEqual([
      [
        [81, 1],
        [27, 3],
        [9, 9],
        [3, 27],
        [1, 81],
      ],
      [
        [34, 3],
        [11, 9],
        [3, 27],
        [1, 81],
      ],
      [
        [15, 9],
        [5, 27],
        [1, 81],
      ],
      [
        [8, 27],
        [2, 81],
      ],
      [[5, 81]],
    ]);
    // log 243 / log 3 is 4.999...
    expect(plan({ name: 'hyperband', most: 243 }).brackets).toHaveLength(6);
    expect(plan({ name: 'hyperband', most: 1 }).brackets).toEqual([[{ trials: 1, budget: 1 }]]);
  });
});

describe('points', () => {
  const points = (given: object, strategy: object, seed = 0) =>
    planSweep(parseSweep({ space: given, strategy, seed })).points;

  it('of a grid are all combinations, log scales by factors, whole numbers once each', () => {
    const given = {
      width: { values: [0.5, 1] },
      learningRate: { from: 1, to: 100, scale: 'log', points: 3 },
    };
    expect(points(given, { name: 'grid' })).toEqual(
      [0.5, 1].flatMap((width) => [1, 10, 100].map((learningRate) => ({ width, learningRate }))),
    );
    const few = { batchSize: { from: 1, to: 3, whole: true, points: 5 } };
    expect(points(few, { name: 'grid' })).toEqual([1, 2, 3].map((batchSize) => ({ batchSize })));
  });

  it('drawn at random go by seed and field, and meet every value of a list and every whole number', () => {
    const random = { name: 'random', trials: 200 };
    const one = { n: { from: 1, to: 3, whole: true } };
    const drawn = points(one, random);
    expect(points(one, random)).toEqual(drawn);
    expect(points(one, random, 1)).not.toEqual(drawn);
    expect(points({ rate: { from: 0, to: 1 }, ...one }, random).map(({ n }) => ({ n }))).toEqual(drawn);
    const count = (n: number) => drawn.filter((point) => point.n === n).length;
    expect(Math.min(count(1), count(2), count(3))).toBeGreaterThan(40); // of 200 / 3
    const rates = points(space, random).map(({ learningRate }) => learningRate as number);
    expect(rates.filter((rate) => rate < 1e-3).length).toBeGreaterThan(70); // half of a log scale
    expect(rates.every((rate) => rate >= 1e-4 && rate <= 1e-2)).toBe(true);
  });

  it('set fields, and fields of fields', () => {
    const recipe = { steps: 3, method: { name: 'mtl-ibp', alpha: 0.1 }, decays: [[1, 2]] };
    expect(applyPoint(recipe, { 'method.alpha': 0.5, 'averaging.from': 0.2, steps: 4 })).toEqual({
      ...{ steps: 4, method: { name: 'mtl-ibp', alpha: 0.5 }, decays: [[1, 2]], averaging: { from: 0.2 } },
    });
    expect(recipe.method.alpha).toBe(0.1);
  });
});

it.each([
  [{ space: {} }, 'expected at least one field'],
  [{ space: { '__proto__.x': { values: [1] } } }, 'expected the name of a field'],
  [{ space: { a: { from: 2, to: 1 } } }, 'expected "from" below "to"'],
  [{ space: { a: { from: 0, to: 1, scale: 'log' } } }, 'expected a log scale to begin above 0'],
  [{ space: { a: { from: 0.5, to: 2, whole: true } } }, 'expected whole numbers as ends'],
  [
    { space: { method: { values: [{}] }, 'method.alpha': { values: [1] } } },
    'expected no field within another',
  ],
  [{ space: { a: { from: 0, to: 1 } }, strategy: { name: 'grid' } }, 'space.a: expected "points" for a grid'],
  [
    { strategy: { name: 'successive-halving', trials: 9, rungs: 4 } },
    'expected at most 3 for its trials, got 4',
  ],
  [{ strategy: { name: 'random', trials: 0 } }, 'sweep: strategy.trials: '],
  [{ strategy: { name: 'random', trials: 1, eta: 3 } }, 'sweep: strategy.eta: '],
  [{ strategy: { name: 'hyperband', most: 100_000, eta: 2 } }, 'expected at most 100000 trials'],
  [{ on: 'test' }, 'sweep: on: '],
])('refuses %j', (given, message) => {
  const strategy = { name: 'random', trials: 2 };
  expect(() => planSweep(parseSweep({ space, strategy, ...given }))).toThrow(message);
});
