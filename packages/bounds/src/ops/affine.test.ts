import * as tf from '@tensorflow/tfjs-core';
import { intervalRules } from '../rules';
import { expectBounds } from '../testing/expect';

const box = () => ({ lower: tf.tensor2d([[-1, -1, -1]]), upper: tf.tensor2d([[2, 2, 2]]) });

it('a negative scale swaps the ends, a scale of 0 leaves the shift', () => {
  const params = { scale: tf.tensor1d([2, -3, 0]), shift: tf.tensor1d([1, 0, 5]) };
  expectBounds(intervalRules.affine(box(), params), [-1, -6, 5], [5, 3, 5]);
});

it('takes one scale and shift for all', () => {
  expectBounds(
    intervalRules.affine(box(), { scale: tf.scalar(-1), shift: tf.scalar(1) }),
    [-1, -1, -1],
    [2, 2, 2],
  );
});

it('refuses a scale or shift that does not broadcast to the units', () => {
  const apply = (scale: number[], shift: number[]) => () =>
    intervalRules.affine(box(), { scale: tf.zeros(scale), shift: tf.zeros(shift) });
  expect(apply([2], [3])).toThrow('affine: expected a scale and shift that broadcast to [3], got [2]');
  expect(apply([3], [1, 3])).toThrow('affine: expected a scale and shift that broadcast to [3], got [1,3]');
});
