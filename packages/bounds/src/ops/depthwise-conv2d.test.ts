import * as tf from '@tensorflow/tfjs-core';
import { fromCenterRadius } from '../interval';
import { intervalRules } from '../rules';
import { expectBounds } from '../testing/expect';

const params = { strides: [1, 1], padding: 'valid' } as const;

it('maps each channel by itself, to as many outputs as the multiplier', () => {
  const box = fromCenterRadius(tf.tensor([1, 10, 2, 20], [1, 1, 2, 2]), tf.tensor1d([1, 2]));
  // columns: channel 0 with two kernels, channel 1 with two
  const kernel = tf.tensor([1, 0, 1, -1, 1, -1, 1, 0], [1, 2, 2, 2]);
  const bounds = intervalRules.depthwiseConv2d(box, { ...params, kernel, bias: tf.tensor1d([0, 0, 0, 100]) });
  expect(bounds.lower.shape).toEqual([1, 1, 1, 4]);
  expectBounds(bounds, [3 - 2, -2 - 1, 30 - 4, 90 - 2], [3 + 2, -2 + 1, 30 + 4, 90 + 2]);
});

it('refuses another number of channels', () => {
  const box = fromCenterRadius(tf.zeros([1, 3, 3, 2]), 1);
  expect(() => intervalRules.depthwiseConv2d(box, { ...params, kernel: tf.zeros([2, 2, 3, 1]) })).toThrow(
    'depthwiseConv2d: expected input [height,width,channels], kernel [height,width,channels,multiplier] and bias ' +
      '[channels*multiplier], got [3,3,2], [2,2,3,1] and none',
  );
});
