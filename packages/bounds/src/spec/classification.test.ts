import * as tf from '@tensorflow/tfjs-core';
import { expectValues } from '../testing/expect';
import { randomBox } from '../testing/random';
import { classificationSpec, worstCaseLogits } from './classification';
import { upperBound } from './spec-values';
import { targetedSpec } from './targeted';
import { otherClasses } from './targets';

const tensor = (labels: number[]) => tf.tensor1d(labels, 'int32');

it('compares every other class with the label, from the next one around', () => {
  const { c, d } = classificationSpec([1, 2], 3);
  expect(c.arraySync()).toEqual([
    [
      [0, -1, 1],
      [1, -1, 0],
    ],
    [
      [1, 0, -1],
      [0, 1, -1],
    ],
  ]);
  expect(d.arraySync()).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

it('takes labels as arrays, typed arrays and tensors', () => {
  const expected = classificationSpec([1, 0], 4).c.arraySync();
  for (const labels of [Uint8Array.of(1, 0), tensor([1, 0]), tf.tensor1d([1, 0])]) {
    expect(classificationSpec(labels, 4).c.arraySync()).toEqual(expected);
  }
});

it('bounds each margin by the other upper end less the label lower end', () => {
  const box = { lower: tf.tensor2d([[0, 2, -1]]), upper: tf.tensor2d([[1, 3, 2.5]]) };
  expectValues(upperBound(classificationSpec([1], 3), box), [2.5 - 2, 1 - 2]);
});

it('worstCaseLogits: the lower end for the label, the upper for the others (eq. 10)', () => {
  const box = {
    lower: tf.tensor2d([
      [0, 2, -1],
      [5, 6, 7],
    ]),
    upper: tf.tensor2d([
      [1, 3, 2],
      [8, 9, 10],
    ]),
  }; // prettier-ignore
  expectValues(worstCaseLogits(box, [1, 2]), [1, 2, 2, 8, 9, 7]);
});

it('worstCaseLogits has the margins of upperBound', () => {
  const box = randomBox([4, 5], 1);
  const labels = [0, 4, 2, 3];
  const worst = worstCaseLogits(box, labels).arraySync();
  const others = otherClasses(labels, 5).arraySync();
  const margins = others.map((row, i) => row.map((k) => worst[i]![k]! - worst[i]![labels[i]!]!));
  expectValues(upperBound(classificationSpec(labels, 5), box), margins);
});

describe('a label out of range', () => {
  it.each([
    [[0, 3], 'got 3 at example 1'],
    [[-1, 0], 'got -1 at example 0'],
    [[0, 0.5], 'got 0.5 at example 1'],
    [[Number.NaN], 'got NaN at example 0'],
  ])('in the array %p is refused', (labels, got) => {
    const box = randomBox([labels.length, 3], 1);
    const message = `expected labels from 0 to 2, ${got}`;
    expect(() => classificationSpec(labels, 3)).toThrow(`otherClasses: ${message}`);
    expect(() => worstCaseLogits(box, labels)).toThrow(`worstCaseLogits: ${message}`);
  });

  it.each([-1, 3, 1000, 1.5, Number.NaN])('%d in a tensor is NaN in that example alone', (label) => {
    const labels = tf.tensor1d([1, label], Number.isInteger(label) ? 'int32' : 'float32');
    const box = randomBox([2, 3], 1);
    const [first, second] = upperBound(classificationSpec(labels, 3), box).arraySync();
    expect(second).toEqual([Number.NaN, Number.NaN]);
    expect(first!.every(Number.isFinite)).toBe(true);
    const worst = worstCaseLogits(box, labels).arraySync();
    expect(worst[0]!.every(Number.isFinite)).toBe(true);
    expect(worst[1]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

it('a target that is the label, or no class, is NaN', () => {
  const targets = tf.tensor2d([[0, 1, 2, 3, -1]], [1, 5], 'int32');
  const nan = Number.NaN;
  expect(targetedSpec([1], targets, 3).d.arraySync()).toEqual([[0, nan, 0, nan, nan]]);
});

it('refuses numbers of classes, labels and targets that do not fit', () => {
  const targets = tf.zeros<tf.Rank.R2>([2, 1], 'int32');
  for (const classes of [1, 0, 2.5, Number.NaN]) {
    expect(() => classificationSpec([0], classes)).toThrow(`expected classes >= 2, got ${classes}`);
  }
  expect(() => targetedSpec([0], targets, 3)).toThrow(
    'targetedSpec: expected as many labels as rows of targets, got 1 and 2',
  );
  expect(() => targetedSpec([0, 0], tf.zeros([2, 0], 'int32'), 3)).toThrow(
    'targetedSpec: expected targets [batch,specs], specs >= 1, got [2,0]',
  );
  expect(() => classificationSpec(tf.zeros([2, 1]) as unknown as tf.Tensor1D, 3)).toThrow(
    'otherClasses: expected shape [*], got [2,1]',
  );
  const { lower, upper } = randomBox([2, 3], 1);
  expect(() => worstCaseLogits({ lower, upper }, [0])).toThrow(
    'worstCaseLogits: expected shape [2], got [1]',
  );
  expect(() => worstCaseLogits(randomBox([2, 3, 1], 1), [0, 0])).toThrow(
    'worstCaseLogits: expected bounds of shape [batch,classes], got [2,3,1]',
  );
});
