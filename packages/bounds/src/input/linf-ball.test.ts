import * as tf from '@tensorflow/tfjs-core';
import { expectBounds } from '../testing/expect';
import { assertEpsilon } from './epsilon';
import { linfBall } from './linf-ball';

const x = () => tf.tensor2d([[0, 0.5, 0.95]]);

it('is clipped to the valid inputs', () => {
  expectBounds(linfBall(x(), 0.1), [0, 0.4, 0.85], [0.1, 0.6, 1]);
  expectBounds(linfBall(x(), 0.1, [-1, 2]), [-0.1, 0.4, 0.85], [0.1, 0.6, 1.05]);
});

it('of radius 0 is the point, at the ends of the range too', () => {
  expectBounds(linfBall(tf.tensor1d([0, 0.25, 1]), 0), [0, 0.25, 1], [0, 0.25, 1]);
});

it('takes one radius for each example or each pixel', () => {
  expectBounds(linfBall(tf.fill([2, 1], 0.5), tf.tensor2d([[0.1], [0.2]])), [0.4, 0.3], [0.6, 0.7]);
  expect(() => linfBall(x(), tf.zeros([2]))).toThrow(
    'linfBall: expected a shape that broadcasts to [1,3], got [2]',
  );
});

const infinity = Number.POSITIVE_INFINITY;

it('takes one radius and one range for each feature, as arrays too', () => {
  const table = () =>
    tf.tensor2d([
      [0.5, 1000, 40],
      [0.95, -2000, 18],
    ]);
  const range = [[0, -infinity, 18], Float32Array.of(1, infinity, 99)] as const;
  const [low, high] = [
    [0.4, 900, 40, 0.85, -2100, 18],
    [0.6, 1100, 40, 1, -1900, 18],
  ];
  expectBounds(linfBall(table(), [0.1, 100, 0], range), low, high);
  expectBounds(linfBall(table(), tf.tensor1d([0.1, 100, 0]), range), low, high);
  expectBounds(
    linfBall(table(), 1, [-infinity, infinity]),
    [-0.5, 999, 39, -0.05, -2001, 17],
    [1.5, 1001, 41, 1.95, -1999, 19],
  );
});

it('rounds each feature as it rounds one', () => {
  const values = tf.randomUniform([1, 2000], -3, 3, 'float32', 7);
  const epsilon = Float64Array.from({ length: 2000 }, (_, i) => (i + 1) / 3000);
  const each = linfBall(values, epsilon, [-1, 1]);
  const [lower, upper] = [each.lower.dataSync(), each.upper.dataSync()];
  for (const i of [0, 1, 500, 999, 1000, 1999]) {
    const alone = linfBall(tf.slice(values, [0, i], [1, 1]), epsilon[i]!, [-1, 1]);
    expect([lower[i], upper[i]]).toEqual([alone.lower.dataSync()[0], alone.upper.dataSync()[0]]);
  }
});

it('is NaN in the feature that has no valid input nearby, and where a radius is negative or NaN', () => {
  const nan = Number.NaN;
  const range = [
    [0, 0],
    [1, 255],
  ] as const;
  expectBounds(linfBall(tf.tensor2d([[200, 200]]), [0.1, 1], range), [nan, 199], [nan, 201]);
  expectBounds(linfBall(tf.tensor2d([[nan, 0.5]]), [0.1, 0], [-infinity, infinity]), [nan, 0.5], [nan, 0.5]);
});

it('names both sizes where a radius or a range does not fit', () => {
  expect(() => linfBall(x(), [0.1, 0.2])).toThrow(
    'linfBall: expected one epsilon or 3 for the features of an input of shape [3], got 2',
  );
  expect(() => linfBall(x(), 0.1, [0, [1, 1]])).toThrow(
    'linfBall: expected one greatest valid value or 3 for the features of an input of shape [3], got 2',
  );
  expect(() => linfBall(x(), [0.1, -1, 0])).toThrow(
    'linfBall: expected a finite epsilon >= 0, got -1 for feature 1',
  );
});

it('is NaN where no valid input lies within epsilon: of an empty box everything could be proved', () => {
  const nan = Number.NaN;
  expectBounds(linfBall(tf.tensor1d([1.05, 1.2, -3, 255]), 0.1), [0.95, nan, nan, nan], [1, nan, nan, nan]);
  expectBounds(linfBall(x(), tf.scalar(-0.1)), [nan, nan, nan], [nan, nan, nan]);
  expectBounds(linfBall(x(), tf.scalar(nan)), [nan, nan, nan], [nan, nan, nan]);
  expectBounds(linfBall(tf.tensor1d([nan]), 0.1), [nan], [nan]);
});

it.each([-0.1, Number.NaN, Number.POSITIVE_INFINITY])('refuses an epsilon of %d', (epsilon) => {
  const message = `expected a finite epsilon >= 0, got ${epsilon}`;
  expect(() => linfBall(x(), epsilon)).toThrow(`linfBall: ${message}`);
  expect(() => assertEpsilon('pgd', epsilon)).toThrow(`pgd: ${message}`);
});

it.each([
  [1, 1],
  [1, 0],
  [0, Number.NaN],
])('refuses the range [%d, %d]', (least, greatest) => {
  expect(() => linfBall(x(), 0.1, [least, greatest])).toThrow(
    `linfBall: expected a range [least, greatest], got [${least},${greatest}]`,
  );
});

it('warns once about an epsilon in units of 0 to 255', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
  try {
    linfBall(x(), 8);
    linfBall(x(), 8.5); // the next step of a schedule
    expect(warn.mock.calls).toEqual([
      [
        'linfBall: epsilon 8 is wider than the input range [0, 1]; epsilon is in the units of the inputs ' +
          '(did you mean 8/255 = 0.03137?)',
      ],
    ]);
    linfBall(x(), 8, [0, 255]);
    linfBall(x(), 1);
    expect(warn).toHaveBeenCalledTimes(1);
  } finally {
    warn.mockRestore();
  }
});
