import * as tf from '@tensorflow/tfjs-core';
import { intervalRules } from '../rules';
import { expectBounds } from '../testing/expect';

const box = (lower: number[], upper: number[]) => ({
  lower: tf.tensor2d([lower]),
  upper: tf.tensor2d([upper]),
});

it('add: ends with ends', () => {
  expectBounds(intervalRules.add(box([1, -2], [3, 5]), box([10, -1], [20, 1])), [11, -3], [23, 6]);
});

it('subtract: each end with the other one', () => {
  expectBounds(intervalRules.subtract(box([1, -2], [3, 5]), box([10, -1], [20, 1])), [-19, -3], [-7, 6]);
  const x = box([0], [1]);
  expectBounds(intervalRules.subtract(x, x), [-1], [1]); // the inputs are taken for independent
});

it('multiply: [-2, 3, 0] +- 1 by itself', () => {
  const x = box([-3, 2, -1], [-1, 4, 1]);
  expectBounds(intervalRules.multiply(x, x), [1, 4, -1], [9, 16, 1]);
});

it('multiply: every choice of signs', () => {
  const a = box([1, -2, -3, -2], [2, 3, -1, 0]);
  const b = box([-4, -5, 2, -7], [5, 1, 6, 0]);
  expectBounds(intervalRules.multiply(a, b), [-8, -15, -18, 0], [10, 10, -2, 14]);
});

it.each(['add', 'subtract', 'multiply'] as const)(
  '%s refuses two shapes, also such as would broadcast',
  (op) => {
    expect(() => intervalRules[op](box([1, 2], [1, 2]), box([1], [1]))).toThrow(
      `${op}: expected two inputs of one shape, got [2] and [1]`,
    );
  },
);
