import * as tf from '@tensorflow/tfjs-core';
import { intervalRules } from '../rules';
import { expectBounds, expectValues } from '../testing/expect';
import { allCorners, randomBox } from '../testing/random';

it('of two logits that differ by at most 1 is a sigmoid', () => {
  const box = { lower: tf.tensor2d([[0, 0]]), upper: tf.tensor2d([[1, 0]]) };
  const sigmoid = 1 / (1 + Math.exp(-1));
  expectBounds(intervalRules.softmax(box), [0.5, 1 - sigmoid], [sigmoid, 0.5]);
});

it('is attained in every coordinate at a corner of the box', () => {
  for (let seed = 0; seed < 10; seed++) {
    const box = randomBox([1, 6], seed);
    const corners = tf.softmax(allCorners([box])[0]!);
    const { lower, upper } = intervalRules.softmax(box);
    expectValues(lower, tf.min(corners, 0).arraySync() as number[], 6);
    expectValues(upper, tf.max(corners, 0).arraySync() as number[], 6);
  }
});

it('is taken over the last of several axes', () => {
  const box = randomBox([2, 3, 4], 1);
  const row = {
    lower: tf.slice(box.lower, [1, 2, 0], [1, 1, 4]),
    upper: tf.slice(box.upper, [1, 2, 0], [1, 1, 4]),
  };
  const [all, one] = [intervalRules.softmax(box), intervalRules.softmax(row)];
  expectValues(tf.slice(all.lower, [1, 2, 0], [1, 1, 4]), one.lower.arraySync() as number[][]);
  expectValues(tf.slice(all.upper, [1, 2, 0], [1, 1, 4]), one.upper.arraySync() as number[][]);
});

it('does not overflow', () => {
  const box = { lower: tf.tensor2d([[-1e4, 0]]), upper: tf.tensor2d([[1e4, 0]]) };
  expectBounds(intervalRules.softmax(box), [0, 0], [1, 1]);
});

it('refuses an input without classes', () => {
  const point = tf.tensor1d([1, 2]);
  expect(() => intervalRules.softmax({ lower: point, upper: point })).toThrow(
    'softmax: expected input [...,classes], got []',
  );
});
