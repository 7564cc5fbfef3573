import * as tf from '@tensorflow/tfjs-core';
import { intervalRules } from '../rules';
import { expectBounds } from '../testing/expect';

const box = (lower: number[], upper: number[]) => ({
  lower: tf.tensor2d([lower]),
  upper: tf.tensor2d([upper]),
});

it('add: ends with ends', () => {
  expectBounds(intervalRules.add(box([1, -2], [3, 5]), box([10, -1], [20, 1])), [11, -3], [23, 6]);
});

it('subtract: each end with the other one', () => {
  expectBounds(intervalRules.subtract(box([1, -2], [3, 5]), box([10, -1], [20, 1])), [-19, -3], [-7, 6]);
  const x = box([0], [1]);
  expectBounds(intervalRules.subtract(x, x), [-1], [1]); // the inputs are taken for independent
});

it('multiply: [-2, 3, 0] +- 1 by itself', () => {
  const x = box([-3, 2, -1], [-1, 4, 1]);
  expectBounds(intervalRules.multiply(x, x), [1, 4, -1], [9, 16, 1]);
});

it('multiply: every choice of signs', () => {
  const a = box([1, -2, -3, -2], [2, 3, -1, 0]);
  const b = box([-4, -5, 2, -7], [5, 1, 6, 0]);
  expectBounds(intervalRules.multiply(a, b), [-8, -15, -18, 0], [10, 10, -2, 14]);
});

it.each(['add', 'subtract', 'multiply'] as const)(
  '%s refuses two shapes, also such as would broadcast',
  (op) => {
    expect(() => intervalRules[op](box([1, 2], [1, 2]), box([1], [1]))).toThrow(
      `${op}: expected two inputs of one shape, got [2] and [1]`,
    );
  },
);

describe('matMul', () => {
  const matrices = (shape: readonly number[], lower: number[], upper: number[]) => ({
    lower: tf.tensor(lower, [1, ...shape]),
    upper: tf.tensor(upper, [1, ...shape]),
  });

  it('adds the bounds of its products', () => {
    // [-1, 2] [3, 4] + [1, 1] [-5, 6]
    const bounds = intervalRules.matMul(matrices([1, 2], [-1, 1], [2, 1]), matrices([2, 1], [3, -5], [4, 6]));
    expectBounds(bounds, [-9], [14]);
  });

  it('of more products than are held at once is the same as of all', () => {
    const [rows, inner] = [700, 3]; // a part for each place of the inner axis
    const random = (seed: number, shape: [number, number]) => {
      const lower = tf.randomUniform(shape, -1, 1, 'float32', seed);
      return { lower: tf.expandDims(lower, 0), upper: tf.expandDims(tf.add(lower, 0.5), 0) };
    };
    const [a, b] = [random(1, [rows, inner]), random(2, [inner, rows])];
    const few = intervalRules.matMul(
      {
        lower: tf.slice(a.lower, [0, 0, 0], [1, 2, inner]),
        upper: tf.slice(a.upper, [0, 0, 0], [1, 2, inner]),
      },
      b,
    );
    const all = intervalRules.matMul(a, b);
    for (const end of ['lower', 'upper'] as const) {
      const difference = tf.sub(tf.slice(all[end], [0, 0, 0], [1, 2, rows]), few[end]);
      expect(tf.max(tf.abs(difference)).dataSync()[0]!).toBeLessThan(1e-6);
    }
  });
});
