import { adamSteps } from './adam';
import { normalizedSteps } from './normalized';
import type { AttackOptimizer } from './optimizer';
import { plateauSteps } from './plateau';
import { signSteps } from './sign';
import { stepDecay } from './step-size';

const run = { size: 2, steps: 100, radii: Float64Array.of(0.1, 0.1), stepSize: () => 0.5 };
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
] as const)('%s goes uphill from a gradient', (_, optimizer, gradient, expected) => {
  expect(moved(optimizer, [...gradient])).toEqual(expected);
});

it.each([
  ['signSteps', signSteps(), [5, -50, 0]],
  ['plateauSteps', plateauSteps(), [5, -50, 0]],
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
  expect(() => plateauSteps({ patience: 0 })).toThrow(
    'plateauSteps: expected patience to be a whole number >= 1, got 0',
  );
});
