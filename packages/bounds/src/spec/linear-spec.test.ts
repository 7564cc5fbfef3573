import * as tf from '@tensorflow/tfjs-core';
import { expectAtMost, expectClose } from '../testing/property';
import { allCorners, randomBox, randomTensor } from '../testing/random';
import { linearSpec } from './linear-spec';
import { specValues, upperBound } from './spec-values';

it('has the value c . z + d, and over a box the value at the worst corner', () => {
  const spec = linearSpec(
    tf.tensor3d([
      [
        [1, -2],
        [0, 3],
      ],
    ]),
    tf.tensor2d([[10, -1]]),
  ); // prettier-ignore
  expect(specValues(spec, tf.tensor2d([[1, 2]])).arraySync()).toEqual([[7, 5]]);
  const box = { lower: tf.tensor2d([[0, 1]]), upper: tf.tensor2d([[4, 3]]) };
  expect(upperBound(spec, box).arraySync()).toEqual([[4 - 2 + 10, 9 - 1]]);
});

it('takes units of any rank, and no d for 0', () => {
  const c = tf.ones([2, 1, 3, 4]);
  const spec = linearSpec(c);
  expect(spec.d.arraySync()).toEqual([[0], [0]]);
  expect(specValues(spec, tf.ones([2, 3, 4])).arraySync()).toEqual([[12], [12]]);
});

it('bounds the value at every corner, and attains it', () => {
  for (let seed = 0; seed < 10; seed++) {
    const spec = linearSpec(randomTensor([1, 3, 6], seed), randomTensor([1, 3], seed + 1) as tf.Tensor2D);
    const box = randomBox([1, 6], seed);
    const corners = allCorners([box])[0]!;
    const n = corners.shape[0]!;
    const tiled = linearSpec(tf.tile(spec.c, [n, 1, 1]), tf.tile(spec.d, [n, 1]));
    const values = specValues(tiled, corners);
    expectAtMost(values, tf.tile(upperBound(spec, box), [n, 1]));
    expectClose(tf.max(values, 0, true), upperBound(spec, box));
  }
});

it('a NaN anywhere, and an unbounded box, prove nothing', () => {
  const unproved = (c: number[], lower: number[], upper: number[], d = -100) =>
    upperBound(linearSpec(tf.tensor3d([[c]]), tf.tensor2d([[d]])), {
      lower: tf.tensor2d([lower]),
      upper: tf.tensor2d([upper]),
    }).dataSync()[0]!;
  const [nan, inf] = [Number.NaN, Number.POSITIVE_INFINITY];
  expect(unproved([1, 1], [0, 0], [1, 1])).toBe(-98);
  expect(unproved([nan, 1], [0, 0], [1, 1])).toBeNaN();
  expect(unproved([1, 1], [nan, 0], [1, 1])).toBeNaN();
  expect(unproved([1, 1], [0, 0], [1, nan])).toBeNaN();
  expect(unproved([0, 0], [0, 0], [1, nan])).toBeNaN();
  expect(unproved([1, 1], [0, 0], [1, 1], nan)).toBeNaN();
  for (const value of [
    unproved([1, 1], [0, 0], [1, inf]),
    unproved([-1, 1], [0, 0], [inf, 1]),
    unproved([1, 1], [-inf, 0], [0, 1]),
    unproved([0, 1], [-inf, 0], [inf, 1]),
  ]) {
    expect(value < 0).toBe(false);
  }
});

it('refuses shapes that do not fit, and no specification at all', () => {
  const message = 'linearSpec: expected c of shape [batch,specs,...units], specs >= 1, got ';
  expect(() => linearSpec(tf.zeros([2, 3]))).toThrow(`${message}[2,3]`);
  expect(() => linearSpec(tf.zeros([2, 0, 3]))).toThrow(`${message}[2,0,3]`);
  expect(() => linearSpec(tf.zeros([2, 4, 3]), tf.zeros([2, 3]))).toThrow(
    'linearSpec: expected shape [2,4], got [2,3]',
  );
  const spec = linearSpec(tf.zeros([2, 4, 3]));
  expect(() => specValues(spec, tf.zeros([2, 4]))).toThrow(
    'specValues: c of the specification: expected shape [2,*,4], got [2,4,3]',
  );
  expect(() => specValues(spec, tf.zeros([1, 3]))).toThrow(
    'specValues: c of the specification: expected shape [1,*,3], got [2,4,3]',
  );
  const empty = { c: tf.zeros([2, 0, 3]), d: tf.zeros<tf.Rank.R2>([2, 0]) };
  expect(() => specValues(empty, tf.zeros([2, 3]))).toThrow(
    'specValues: expected at least one specification, got c [2,0,3]',
  );
  const cut = { c: tf.zeros([2, 2, 3]), d: tf.zeros<tf.Rank.R2>([2, 1]) };
  expect(() => specValues(cut, tf.zeros([2, 3]))).toThrow(
    'specValues: d of the specification: expected shape [2,2], got [2,1]',
  );
  const box = { lower: tf.zeros([2, 3]), upper: tf.zeros([2, 1]) };
  expect(() => upperBound(spec, box)).toThrow(
    'upperBound: upper end of the box: expected shape [2,3], got [2,1]',
  );
});
