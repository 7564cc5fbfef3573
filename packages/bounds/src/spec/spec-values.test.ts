import * as tf from '@tensorflow/tfjs-core';
import { pointBounds } from '../interval';
import { linearSpec } from './linear-spec';
import { orNaNIfMinusInfinity, outwardUpperBound } from './spec-values';

it('a bound that float32 cannot hold is none: -Infinity is below what it is to bound', () => {
  const spec = linearSpec(tf.tensor3d([[[3], [-3], [1]]]), tf.zeros([1, 3]));
  const [low, high, fits] = outwardUpperBound(spec, pointBounds(tf.fill([1, 1], -2e38))).dataSync();
  expect([low, high]).toEqual([Number.NaN, Number.POSITIVE_INFINITY]);
  expect(fits! / -2e38).toBeCloseTo(1, 4);
});

it('keeps what is finite to the bit, and its gradient', () => {
  const values = [0, -0, 1e-45, -3.4e38, 1.5];
  expect([...orNaNIfMinusInfinity(tf.tensor1d(values)).dataSync()]).toEqual([...Float32Array.from(values)]);
  const gradient = tf.grad((x) => tf.sum(tf.mul(orNaNIfMinusInfinity(x), 3)));
  expect([...gradient(tf.tensor1d([1, -2])).dataSync()]).toEqual([3, 3]);
});
