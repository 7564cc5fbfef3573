import * as tf from '@tensorflow/tfjs-core';
import { conv1dBounds } from './conv1d';
import { fromCenterRadius } from './interval';
import { expectBounds, expectValues } from './testing/expect';
import { randomTensor } from './testing/random';

const signal = fromCenterRadius;

it('slides a window along the only axis', () => {
  const bounds = conv1dBounds(signal(tf.tensor([1, 2, 3, 4], [1, 4, 1]), 1), {
    kernel: tf.tensor([1, -1], [2, 1, 1]),
    bias: tf.tensor1d([10]),
  });
  expect(bounds.lower.shape).toEqual([1, 3, 1]);
  expectBounds(bounds, [7, 7, 7], [11, 11, 11]);
});

it.each([
  [{ stride: 2, padding: 'same' }],
  [{ stride: 2, padding: 'valid' }],
  [{ dilation: 2, padding: 'same' }],
  [{ dilation: 3, padding: 'valid' }],
] as const)('of a point is tf.conv1d of it: %o', (options) => {
  const { stride = 1, dilation = 1, padding } = { stride: 1, dilation: 1, ...options };
  const [x, kernel] = [randomTensor([2, 8, 3], 1), randomTensor([3, 3, 2], 2)];
  const y = tf.conv1d(x as tf.Tensor3D, kernel as tf.Tensor3D, stride, padding, 'NWC', dilation);
  const expected = y.arraySync();
  const { lower, upper } = conv1dBounds(signal(x, 0), { kernel, ...options });
  expect(lower.shape).toEqual(y.shape);
  expectValues(lower, expected);
  expectValues(upper, expected);
});

it('refuses other ranks and other numbers of channels', () => {
  const message =
    'conv1dBounds: expected bounds [batch,length,channels] and kernel [length,channels,filters], got ';
  expect(() => conv1dBounds(signal(tf.zeros([1, 4]), 1), { kernel: tf.zeros([2, 1, 1]) })).toThrow(
    `${message}[1,4] and [2,1,1]`,
  );
  expect(() => conv1dBounds(signal(tf.zeros([1, 4, 2]), 1), { kernel: tf.zeros([2, 1, 1]) })).toThrow(
    `${message}[1,4,2] and [2,1,1]`,
  );
});
