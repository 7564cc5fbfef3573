import * as tf from '@tensorflow/tfjs-core';
import { fromCenterRadius } from '../interval';
import { intervalRules } from '../rules';
import { expectBounds } from '../testing/expect';
import { dense } from './dense';

const ball = (values: tf.TensorLike, r: number) => fromCenterRadius(tf.tensor(values), r);

it('[1, 2, 3] +- 1 with ones and a bias of 2 lies in [5, 11]', () => {
  const params = { kernel: tf.ones([3, 1]), bias: tf.tensor1d([2]) };
  expectBounds(intervalRules.dense(ball([[1, 2, 3]], 1), params), [5], [11]);
});

it('takes each end from the side that the sign of the weight picks', () => {
  const box = { lower: tf.tensor2d([[-1, 0]]), upper: tf.tensor2d([[2, 3]]) };
  const kernel = tf.tensor2d([
    [1, -2],
    [-1, 0],
  ]);
  expectBounds(intervalRules.dense(box, { kernel }), [-1 - 3, -4], [2 - 0, 2]);
});

it('maps the last axis of an input with more than one', () => {
  const box = ball(
    [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ],
    0.5,
  );
  const bounds = intervalRules.dense(box, { kernel: tf.tensor2d([[1], [-1]]), bias: tf.tensor1d([10]) });
  expect(bounds.lower.shape).toEqual([1, 3, 1]);
  expectBounds(bounds, [8, 8, 8], [10, 10, 10]);
});

it('refuses a kernel or bias that does not fit', () => {
  const outputShape = (input: number[], kernel: number[], bias?: number[]) => () =>
    dense.outputShape([input], { kernel: tf.zeros(kernel), bias: bias && tf.zeros(bias) });
  const message = 'dense: expected input [..., inputs], kernel [inputs,units] and bias [units], got ';
  expect(outputShape([3], [4, 2])).toThrow(`${message}[3], [4,2] and none`);
  expect(outputShape([3], [3, 2], [3])).toThrow(`${message}[3], [3,2] and [3]`);
  expect(outputShape([3], [3, 2], [2, 1])).toThrow(`${message}[3], [3,2] and [2,1]`);
  expect(outputShape([3], [3])).toThrow(`${message}[3], [3] and none`);
  expect(outputShape([], [3, 2])).toThrow(`${message}[], [3,2] and none`);
});
