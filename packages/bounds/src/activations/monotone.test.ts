import * as tf from '@tensorflow/tfjs-core';
import { fromCenterRadius } from '../interval';
import { intervalRules } from '../rules';
import { expectBounds } from '../testing/expect';

const e = Math.exp;
const box = (lower: number[], upper: number[]) => ({
  lower: tf.tensor2d([lower]),
  upper: tf.tensor2d([upper]),
});
const wide = () => box([-2, -1], [-1, 3]);

it('relu of [-2, 3] +- 1', () => {
  expectBounds(intervalRules.relu(fromCenterRadius(tf.tensor2d([[-2, 3]]), 1)), [0, 2], [0, 4]);
});

it('leakyRelu scales what is negative', () => {
  expectBounds(intervalRules.leakyRelu(wide(), { alpha: 0.1 }), [-0.2, -0.1], [-0.1, 3]);
});

it.each([-0.1, Number.NaN])('leakyRelu refuses a slope of %d', (alpha) => {
  expect(() => intervalRules.leakyRelu(wide(), { alpha })).toThrow(
    `leakyRelu: expected a slope alpha >= 0, got ${alpha}`,
  );
});

it('relu6 is flat below 0 and above 6', () => {
  expectBounds(intervalRules.relu6(box([-3, 5, 7], [2, 9, 8])), [0, 5, 6], [2, 6, 6]);
});

it('elu and selu end in exponentials', () => {
  expectBounds(intervalRules.elu(wide()), [e(-2) - 1, e(-1) - 1], [e(-1) - 1, 3]);
  const [scale, alpha] = [1.0507009873554805, 1.6732632423543772];
  const negative = (x: number) => scale * alpha * (e(x) - 1);
  expectBounds(intervalRules.selu(wide()), [negative(-2), negative(-1)], [negative(-1), scale * 3]);
});

it('sigmoid, tanh, softplus, softsign and exp', () => {
  const logistic = (x: number) => 1 / (1 + e(-x));
  const log = (x: number) => Math.log1p(e(x));
  expectBounds(intervalRules.sigmoid(wide()), [logistic(-2), logistic(-1)], [logistic(-1), logistic(3)]);
  expectBounds(intervalRules.tanh(wide()), [Math.tanh(-2), Math.tanh(-1)], [Math.tanh(-1), Math.tanh(3)]);
  expectBounds(intervalRules.softplus(wide()), [log(-2), log(-1)], [log(-1), log(3)]);
  expectBounds(intervalRules.softsign(wide()), [-2 / 3, -1 / 2], [-1 / 2, 3 / 4]);
  expectBounds(intervalRules.exp(wide()), [e(-2), e(-1)], [e(-1), e(3)], 4);
});

it('hardSigmoid is 0.2 x + 0.5 between -2.5 and 2.5', () => {
  expectBounds(intervalRules.hardSigmoid(box([-3, -1, 2], [-2.5, 1, 3])), [0, 0.3, 0.9], [0, 0.7, 1]);
});
