import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from '../interval';
import { intervalRules } from '../rules';
import { expectBounds } from '../testing/expect';
import { expectNumericalGradient } from '../testing/numerical-gradient';
import { randomTensor } from '../testing/random';

const box = (shape: number[], lower: number[], upper: number[]): IntervalBounds => ({
  lower: tf.tensor(lower, [1, ...shape]),
  upper: tf.tensor(upper, [1, ...shape]),
});
const square = () => box([2, 2, 1], [1, -2, 3, 0], [5, -1, 4, 8]);
const whole = { size: [2, 2], strides: [1, 1], padding: 'valid' } as const;
const same = { ...whole, padding: 'same' } as const;

it('averagePool takes the mean of each end', () => {
  expectBounds(intervalRules.averagePool(square(), whole), [0.5], [4]);
});

it('averagePool does not count what same pads', () => {
  expectBounds(intervalRules.averagePool(square(), same), [0.5, -1, 1.5, 0], [4, 3.5, 6, 8]);
});

it('averagePool has the gradient of what it computes where same pads', () => {
  const params = { size: [3, 2], strides: [2, 2], padding: 'same' } as const;
  expectNumericalGradient(
    ([x]) => {
      const { lower, upper } = intervalRules.averagePool({ lower: x!, upper: x! }, params);
      return tf.sum(tf.mul(tf.add(lower, upper), randomTensor(lower.shape, 2)));
    },
    [randomTensor([1, 4, 5, 2], 1)],
  );
});

it('maxPool takes the greatest of each end, from whichever unit', () => {
  expectBounds(intervalRules.maxPool(square(), whole), [3], [8]);
  expectBounds(intervalRules.maxPool(square(), same), [3, 0, 3, 0], [8, 8, 8, 8]);
});

it('maxPool of negative values is not 0 where same pads', () => {
  expectBounds(intervalRules.maxPool(box([1, 1, 1], [-3], [-2]), same), [-3], [-2]);
});

it('the global pools leave one value for each channel', () => {
  const two = box([1, 2, 2], [0, 10, 2, 30], [4, 10, 6, 40]);
  expectBounds(intervalRules.globalAveragePool(two), [1, 20], [5, 25]);
  expectBounds(intervalRules.globalMaxPool(two), [2, 30], [6, 40]);
});

it('reductions leave a size of 1 of the axis, the last one or another', () => {
  const two = () => box([1, 2, 2], [0, 10, 2, 30], [4, 10, 6, 40]);
  expectBounds(intervalRules.sum(two(), { axis: -1 }), [10, 32], [14, 46]);
  expectBounds(intervalRules.sum(two(), { axis: 1 }), [2, 40], [10, 50]);
  expectBounds(intervalRules.mean(two(), { axis: 1 }), [1, 20], [5, 25]);
  expectBounds(intervalRules.max(two(), { axis: 1 }), [2, 30], [6, 40]);
  expect(intervalRules.max(two(), { axis: -1 }).lower.shape).toEqual([1, 1, 2, 1]);
  expect(() => intervalRules.max(two(), { axis: 3 })).toThrow('max: expected an axis of [1,2,2], got 3');
});

it('refuse inputs without space or too small, and windows that are none', () => {
  const flat = box([3], [0, 0, 0], [1, 1, 1]);
  for (const op of ['globalAveragePool', 'globalMaxPool'] as const) {
    expect(() => intervalRules[op](flat)).toThrow(`${op}: expected input [...space,channels], got [3]`);
  }
  for (const op of ['averagePool', 'maxPool'] as const) {
    expect(() => intervalRules[op](flat, whole)).toThrow(
      `${op}: expected input [height,width,channels], got [3]`,
    );
    expect(() => intervalRules[op](square(), { ...whole, size: [3, 1] })).toThrow(
      `${op}: expected an input of at least 3 along axis 0, got [2,2,1]`,
    );
    expect(() => intervalRules[op](square(), { ...whole, size: [0, 1] })).toThrow(
      `${op}: expected a window of two whole numbers >= 1, got [0,1]`,
    );
  }
});
