import * as tf from '@tensorflow/tfjs-core';
import { fromCenterRadius } from '../interval';
import { intervalRules } from '../rules';
import { expectBounds } from '../testing/expect';
import { conv2d } from './conv2d';

const image = (rows: number[][], r: number) =>
  fromCenterRadius(tf.tensor(rows.flat(), [1, rows.length, rows[0]!.length, 1]), r);
const filter = (rows: number[][]) => tf.tensor(rows.flat(), [rows.length, rows[0]!.length, 1, 1]);

const counting = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];
const valid = { strides: [1, 1], padding: 'valid' } as const;

it('[1..4] +- 1 under a kernel of ones and a bias of 2 lies in [8, 16]', () => {
  const square = image(
    [
      [1, 2],
      [3, 4],
    ],
    1,
  );
  const kernel = tf.ones([2, 2, 1, 1]);
  expectBounds(intervalRules.conv2d(square, { ...valid, kernel, bias: tf.tensor1d([2]) }), [8], [16]);
});

it('valid: a window of +1 and -1 spreads by twice the radius', () => {
  const bounds = intervalRules.conv2d(image(counting, 0.5), { ...valid, kernel: filter([[1, -1]]) });
  expect(bounds.lower.shape).toEqual([1, 3, 2, 1]);
  expectBounds(bounds, Array(6).fill(-2), Array(6).fill(0));
});

it('same: the padding is 0 and has no radius', () => {
  const kernel = filter([[1, 1]]); // pads one column after
  const bounds = intervalRules.conv2d(image([[1, 2, 3]], 1), { kernel, strides: [1, 1], padding: 'same' });
  expectBounds(bounds, [1, 3, 2], [5, 7, 4]);
});

it('strides and dilations pick every second value', () => {
  const kernel = filter([[1, 1]]);
  const strided = intervalRules.conv2d(image([[1, 2, 3, 4]], 1), {
    kernel,
    strides: [1, 2],
    padding: 'valid',
  });
  expectBounds(strided, [1, 5], [5, 9]);
  const dilated = intervalRules.conv2d(image([[1, 2, 3, 4]], 1), { ...valid, kernel, dilations: [1, 2] });
  expectBounds(dilated, [2, 4], [6, 8]);
});

it('sums over channels with the sign of each', () => {
  const box = fromCenterRadius(tf.tensor([1, 2], [1, 1, 1, 2]), tf.tensor([0.5, 1], [1, 1, 1, 2]));
  const kernel = tf.tensor([3, -2], [1, 1, 2, 1]);
  expectBounds(intervalRules.conv2d(box, { ...valid, kernel }), [-1 - 3.5], [-1 + 3.5]);
});

it('refuses what does not fit', () => {
  const kernel = tf.zeros([2, 2, 3, 4]);
  const given = (input: number[], more: object) => () =>
    conv2d.outputShape([input], { ...valid, kernel, ...more });
  const message =
    'conv2d: expected input [height,width,channels], kernel [height,width,channels,filters] and bias [filters], got ';
  expect(given([5, 5, 2], {})).toThrow(`${message}[5,5,2], [2,2,3,4] and none`);
  expect(given([5, 3], {})).toThrow(`${message}[5,3], [2,2,3,4] and none`);
  expect(given([5, 5, 3], { bias: tf.zeros([3]) })).toThrow(`${message}[5,5,3], [2,2,3,4] and [3]`);
  expect(given([1, 5, 3], {})).toThrow('conv2d: expected an input of at least 2 along axis 0, got [1,5,3]');
  expect(given([2, 5, 3], { dilations: [2, 1] })).toThrow('expected an input of at least 3 along axis 0');
  expect(given([5, 5, 3], { strides: [2, 1], dilations: [1, 2] })).toThrow(
    'conv2d: expected strides or dilations of 1, got strides 2,1 and dilations 1,2',
  );
  expect(given([5, 5, 3], { strides: [0, 1] })).toThrow(
    'conv2d: expected strides of two whole numbers >= 1, got [0,1]',
  );
  expect(given([5, 5, 3], { padding: 'SAME' })).toThrow(
    'conv2d: expected padding "valid" or "same", got "SAME"',
  );
});
