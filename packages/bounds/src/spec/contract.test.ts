import * as tf from '@tensorflow/tfjs-core';
import { sumOfLast, sumTerms } from './contract';

it.each([1, 7, 12, 64, 3200])('sums the last axis of %d, and its gradient is that of a sum', (n) => {
  tf.tidy(() => {
    const x = tf.reshape(tf.range(0, 2 * n, 1, 'float32'), [2, n]);
    const weights = tf.tensor1d([1, -3]);
    const value = sumOfLast(x);
    expect(value.shape).toEqual([2]);
    const expected = [0, 1].map((row) => row * n * n + (n * (n - 1)) / 2);
    for (const [i, sum] of value.dataSync().entries())
      expect(sum / Math.max(1, expected[i]!)).toBeCloseTo(expected[i]! > 0 ? 1 : 0, 6);
    const gradient = tf.grad((of: tf.Tensor) => tf.sum(tf.mul(sumOfLast(of), weights)))(x);
    expect(gradient.shape).toEqual([2, n]);
    expect(new Set(gradient.dataSync().slice(0, n))).toEqual(new Set([1]));
    expect(new Set(gradient.dataSync().slice(n))).toEqual(new Set([-3]));
  });
});

it('has chains of additions of about twice the root', () => {
  expect(sumTerms(3200)).toBe(50 + 64);
  expect(sumTerms(7)).toBe(1 + 7); // a prime number
});
