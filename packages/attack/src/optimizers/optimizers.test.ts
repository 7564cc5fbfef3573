import { adamSteps } from './adam';
import { autoPgdSteps } from './auto-pgd';
import { normalizedSteps } from './normalized';
import type { AttackOptimizer } from './optimizer';
import { plateauSteps } from './plateau';
import { signSteps } from './sign';
import { stepDecay } from './step-size';

const run = { size: 2, steps: 100, radii: Float64Array.of(0.1, 0.1), stepSize: () => 0.5, project: () => {} };
const nan = Number.NaN;

const moved = (optimizer: AttackOptimizer, gradient: number[], radii = run.radii) => {
  const point = new Float32Array(gradient.length).fill(1);
  optimizer.begin({ ...run, size: gradient.length, radii })(point, {
    step: 0,
    loss: 0,
    gradient: Float32Array.from(gradient),
  });
  return Array.from(point, (v) => Number((v - 1).toFixed(6)));
};

it.each([
  ['signSteps', signSteps(), [3, -1e-9], [0.05, -0.05]],
  ['signSteps', signSteps(), [0, nan], [0, 0]],
  ['normalizedSteps', normalizedSteps(), [3, -4], [0.03, -0.04]],
  ['normalizedSteps', normalizedSteps(), [0, 0], [0, 0]],
  ['normalizedSteps', normalizedSteps(), [nan, 2], [0, 0.05]],
  ['adamSteps', adamSteps(), [3, -0.2], [0.05, -0.05]],
  ['adamSteps', adamSteps(), [nan, 2], [0, 0.05]],
  ['plateauSteps', plateauSteps(), [3, -0.2], [0.05, -0.05]],
  ['autoPgdSteps', autoPgdSteps(), [3, nan], [0.05, 0]],
] as const)('%s goes uphill from a gradient', (_, optimizer, gradient, expected) => {
  expect(moved(optimizer, [...gradient])).toEqual(expected);
});

it.each([
  ['signSteps', signSteps(), [5, -50, 0]],
  ['plateauSteps', plateauSteps(), [5, -50, 0]],
  ['autoPgdSteps', autoPgdSteps(), [5, -50, 0]],
  ['adamSteps', adamSteps(), [5, -50, 0]],
  // the gradient in units of the radii is 30, -40, 0: of length 50
  ['normalizedSteps', normalizedSteps(), [3, -40, 0]],
] as const)('%s takes steps in units of the radii, and leaves what is fixed', (_, optimizer, expected) => {
  expect(moved(optimizer, [3, -0.4, 7], Float64Array.of(10, 100, 0))).toEqual(expected);
});

it('adamSteps agrees with the formula over several steps', () => {
  const point = Float32Array.of(0, 0);
  const move = adamSteps().begin(run);
  let [mean, square, expected] = [0, 0, 0];
  for (const [step, g] of [0.3, -1, 0.7, 2].entries()) {
    move(point, { step, loss: 0, gradient: Float32Array.of(g, 0) });
    mean = 0.9 * mean + 0.1 * g;
    square = 0.999 * square + 0.001 * g * g;
    expected += (0.05 * (mean / (1 - 0.9 ** (step + 1)))) / Math.sqrt(square / (1 - 0.999 ** (step + 1)));
  }
  expect(point[0]).toBeCloseTo(expected, 5);
});

it('plateauSteps halves and goes back to the best point when nothing improves', () => {
  const move = plateauSteps({ patience: 2 }).begin(run);
  const point = Float32Array.of(0, 0);
  const gradient = Float32Array.of(1, 0);
  move(point, { step: 0, loss: 1, gradient });
  expect(point[0]).toBeCloseTo(0.05, 6);
  for (const step of [1, 2]) move(point, { step, loss: 0, gradient });
  expect(point[0]).toBeCloseTo(0.025, 6); // the best was at 0; the step is half of what it was
});

describe('autoPgdSteps', () => {
  // nine steps of the ball [-1, 1]: checkpoints at 2, 4, 6, 7 and 8
  const begin = () => {
    const project = (point: Float32Array) => {
      point[0] = Math.min(1, Math.max(-1, point[0]!));
    };
    return autoPgdSteps().begin({
      ...{ size: 1, steps: 9, radii: Float64Array.of(1), stepSize: () => 0.5, project },
    });
  };
  const walk = (losses: number[], start = -1) => {
    const [move, point] = [begin(), Float32Array.of(start)];
    return losses.map((loss, step) => {
      move(point, { step, loss, gradient: Float32Array.of(1) });
      return point[0];
    });
  };

  it('moves on by a quarter of the last step, and by three quarters of the next one', () => {
    // -1 -> -0.5; then 0.75 of 0.5 and 0.25 of the last 0.5; then as much again until the end of the ball
    expect(walk([0, 1, 2])).toEqual([-0.5, 0, 0.5]);
  });

  it('looks ahead within the ball', () => {
    // to 1 and no further: 0.75 of 0.25, and 0.25 of the 0.5 before
    expect(walk([0, 1], 0.25)).toEqual([0.75, 1.0625]);
  });

  it('halves its step and goes back to the best point when the loss grew in too few steps', () => {
    // of two steps one raised the loss: from -0.5, seen second, 0.75 of 0.25, and 0.25 from the point before, -0.5
    expect(walk([0, 1, 0.5])).toEqual([-0.5, 0, -0.5 + 0.75 * 0.25]);
  });

  it('does so when nothing better was found since the last checkpoint with the same step', () => {
    const steady = autoPgdSteps({ growing: 0, momentum: 1 });
    const move = steady.begin({ ...run, size: 1, steps: 9, stepSize: () => 1 });
    const point = Float32Array.of(0);
    const at = [3, 2, 1].map((loss, step) => {
      move(point, { step, loss, gradient: Float32Array.of(1) });
      return point[0]!;
    });
    expect(at[1]).toBeCloseTo(0.2, 6);
    expect(at[2]).toBeCloseTo(0.05, 6); // half a step from the first point
  });

  it('stays where it is while nothing is a number', () => {
    const [move, point] = [begin(), Float32Array.of(0.5)];
    for (let step = 0; step < 9; step++) {
      move(point, { step, loss: nan, gradient: Float32Array.of(nan) });
    }
    expect(point[0]).toBe(0.5);
  });
});

it('two runs of an optimiser share nothing', () => {
  const optimizer = adamSteps();
  const [first, second] = [optimizer.begin(run), optimizer.begin(run)];
  const [a, b] = [new Float32Array(2), new Float32Array(2)];
  first(a, { step: 0, loss: 0, gradient: Float32Array.of(1, 1) });
  second(b, { step: 0, loss: 0, gradient: Float32Array.of(1, -1) });
  expect(b[1]).toBeCloseTo(-0.05, 6);
});

it('stepDecay drops at shares of the run', () => {
  const size = stepDecay({ from: 1, at: [0.5, 0.75] });
  expect([0, 49, 50, 75, 99].map((step) => Number(size(step, 100).toFixed(6)))).toEqual([
    1, 1, 0.1, 0.01, 0.01,
  ]);
});

it('refuses numbers that cannot be meant', () => {
  expect(() => adamSteps({ beta1: 1 })).toThrow('adamSteps: expected decays from 0 to below 1, got 1');
  expect(() => autoPgdSteps({ momentum: 0 })).toThrow(
    'autoPgdSteps: expected momentum to be above 0 and at most 1, got 0',
  );
  expect(() => autoPgdSteps({ growing: nan })).toThrow(
    'autoPgdSteps: expected growing to be from 0 to 1, got NaN',
  );
  expect(() => plateauSteps({ patience: 0 })).toThrow(
    'plateauSteps: expected patience to be a whole number >= 1, got 0',
  );
});
