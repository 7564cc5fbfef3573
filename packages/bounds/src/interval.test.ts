import * as tf from '@tensorflow/tfjs-core';
import {
  assertBounds,
  center,
  contains,
  fromCenterRadius,
  hull,
  type IntervalBounds,
  intersection,
  intervalBounds,
  pointBounds,
  radius,
  width,
} from './interval';
import { expectBounds, expectValues } from './testing/expect';

const box = (lower: number[], upper: number[]): IntervalBounds =>
  intervalBounds(tf.tensor1d(lower), tf.tensor1d(upper));

it('center, radius and width of a box, and back', () => {
  const b = box([-1, 2], [3, 2]);
  expectValues(center(b), [1, 2]);
  expectValues(radius(b), [2, 0]);
  expectValues(width(b), [4, 0]);
  expectBounds(fromCenterRadius(center(b), radius(b)), [-1, 2], [3, 2]);
});

it('a radius may be one for all, or one for each element', () => {
  expectBounds(fromCenterRadius(tf.tensor1d([1, 2]), 0.5), [0.5, 1.5], [1.5, 2.5]);
  const x = tf.tensor2d([
    [1, 2],
    [3, 4],
  ]);
  expectBounds(fromCenterRadius(x, tf.tensor1d([0, 1])), [1, 1, 3, 3], [1, 3, 3, 5]);
  expectBounds(fromCenterRadius(x, tf.tensor2d([[0], [1]])), [1, 2, 2, 3], [1, 2, 4, 5]);
});

it('refuses a radius that is negative, not a number or of another shape', () => {
  const x = tf.zeros([2, 3]);
  expect(() => fromCenterRadius(x, -1)).toThrow('fromCenterRadius: expected a radius >= 0, got -1');
  expect(() => fromCenterRadius(x, Number.NaN)).toThrow('fromCenterRadius: expected a radius >= 0, got NaN');
  expect(() => fromCenterRadius(x, tf.zeros([2]))).toThrow(
    'fromCenterRadius: expected a shape that broadcasts to [2,3], got [2]',
  );
  expect(() => fromCenterRadius(x, tf.zeros([1, 2, 3]))).toThrow('got [1,2,3]');
});

it('hull holds both boxes, intersection what they share', () => {
  const [a, b] = [box([0, 0], [2, 1]), box([1, 5], [3, 6])];
  expectBounds(hull(a, b), [0, 0], [3, 6]);
  expectBounds(intersection(a, b), [1, 5], [2, 1]); // nothing in the second element: its ends are reversed
});

it('hull and intersection keep a NaN of either box', () => {
  const [a, nan] = [box([0, 0], [1, 1]), box([Number.NaN, 0], [1, Number.NaN])];
  for (const op of [hull, intersection]) {
    expectBounds(op(a, nan), [Number.NaN, 0], [1, Number.NaN]);
    expectBounds(op(nan, a), [Number.NaN, 0], [1, Number.NaN]);
  }
});

it('contains counts the ends in, and no NaN', () => {
  const b = box([0, 0, 0, 0, 0, Number.NaN], [1, 1, 1, 1, 1, 1]);
  const x = tf.tensor1d([0, 1, 1.5, -0.5, Number.NaN, 0.5]);
  expect([...contains(b, x).dataSync()]).toEqual([1, 1, 0, 0, 0, 0]);
});

it('intervalBounds refuses ends of two shapes', () => {
  expect(() => intervalBounds(tf.zeros([2]), tf.zeros([3]))).toThrow(
    'intervalBounds: expected shape [2], got [3]',
  );
});

describe('assertBounds', () => {
  it('accepts a box, also one of a single point', async () => {
    await expect(assertBounds('test', box([0, 1], [0, 2]))).resolves.toBeUndefined();
    await expect(assertBounds('test', pointBounds(tf.scalar(1)))).resolves.toBeUndefined();
  });

  it.each([
    [[0, 2], [1, 1], 'test: expected lower <= upper, got [2, 1] at element 1'],
    [[Number.NaN], [1], 'test: expected finite bounds, got [NaN, 1] at element 0'],
    [[0, 0, 0], [1, 1, Number.NaN], 'test: expected finite bounds, got [0, NaN] at element 2'],
    [[0], [Number.POSITIVE_INFINITY], 'test: expected finite bounds, got [0, Infinity] at element 0'],
  ])('refuses [%p, %p]', async (lower, upper, message) => {
    await expect(assertBounds('test', box(lower, upper))).rejects.toThrow(message);
  });

  it('refuses ends of two shapes', async () => {
    const bounds = { lower: tf.zeros([2]), upper: tf.zeros([3]) };
    await expect(assertBounds('test', bounds)).rejects.toThrow('test: expected shape [2], got [3]');
  });
});
