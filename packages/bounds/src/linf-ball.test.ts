import * as tf from '@tensorflow/tfjs-core';
import { assertEpsilon, linfBall } from './linf-ball';
import { expectBounds } from './testing/expect';

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
