import type { IntervalBounds } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { unlessUnsound } from './unless-unsound';

const box = (lower: number[], upper: number[]): IntervalBounds => ({
  lower: tf.tensor2d(lower, [lower.length, 1]),
  upper: tf.tensor2d(upper, [upper.length, 1]),
});
const given = (values: readonly IntervalBounds[], margins: number[], partOf?: () => undefined) => [
  ...unlessUnsound(values, tf.tensor2d(margins, [margins.length, 1]), partOf).dataSync(),
];

it('leaves the margins of sound examples as they are, points too', () => {
  tf.tidy(() => {
    expect(given([box([0, 1], [0, 2]), box([-3, 0], [5, 1])], [-1, 2])).toEqual([-1, 2]);
  });
});

it('gives NaN to the examples alone whose box is empty, or of which a bound or the margin is not finite', () => {
  tf.tidy(() => {
    const fine = [0, 0, 0, 0];
    const input = box([0, 2, 0, 0], [1, 1, 1, 1]);
    const hidden = box([...fine.slice(0, 2), Number.NEGATIVE_INFINITY, 0], [1, 1, 1, 1]);
    expect(given([input, hidden], [-1, -1, -1, -1])).toEqual([-1, Number.NaN, Number.NaN, -1]);
    expect(given([box([0], [1])], [Number.NEGATIVE_INFINITY])).toEqual([Number.NaN]);
  });
});

it('looks at the box whatever else is to be looked at', () => {
  tf.tidy(() => {
    const odd: IntervalBounds = box([Number.NaN], [1]);
    expect(given([box([2], [1]), odd], [-1], () => undefined)).toEqual([Number.NaN]);
  });
});

it('has the gradient of the margins, where it gives NaN too', () => {
  tf.tidy(() => {
    const values = [box([0, 2], [1, 1])];
    const slope = tf.grad((x) => tf.sum(unlessUnsound(values, tf.mul(x, 3) as tf.Tensor2D)));
    expect([...slope(tf.ones([2, 1])).dataSync()]).toEqual([3, 3]);
  });
});
