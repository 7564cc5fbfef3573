import { stream } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from '../interval';
import { intervalRules } from '../rules';
import { expectBounds } from '../testing/expect';

const left = () => box([-3], [-2]);
const around = () => box([-2], [1]);
const right = () => box([1], [3]);

function box(lower: number[], upper: number[]): IntervalBounds {
  return { lower: tf.tensor2d([lower]), upper: tf.tensor2d([upper]) };
}

it('abs and square fall, reach 0 and rise', () => {
  expectBounds(intervalRules.abs(left()), [2], [3]);
  expectBounds(intervalRules.abs(around()), [0], [2]);
  expectBounds(intervalRules.abs(right()), [1], [3]);
  expectBounds(intervalRules.square(left()), [4], [9]);
  expectBounds(intervalRules.square(around()), [0], [4]);
  expectBounds(intervalRules.square(right()), [1], [9]);
});

const silu = (x: number) => x / (1 + Math.exp(-x));
const mish = (x: number) => x * Math.tanh(Math.log1p(Math.exp(x)));
const tanhGelu = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

/** x * Phi(x), the normal distribution summed by Simpson's rule. */
function gelu(x: number): number {
  const n = 100;
  const density = (t: number) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  let sum = 0;
  for (let i = 0; i <= n; i++) sum += density((x * i) / n) * (i === 0 || i === n ? 1 : i % 2 ? 4 : 2);
  return x * (0.5 + (sum * x) / (3 * n));
}

const functions = [
  ['silu', silu, (b: IntervalBounds) => intervalRules.silu(b)],
  ['mish', mish, (b: IntervalBounds) => intervalRules.mish(b)],
  ['gelu', gelu, (b: IntervalBounds) => intervalRules.gelu(b)],
  ['gelu by tanh', tanhGelu, (b: IntervalBounds) => intervalRules.gelu(b, { approximate: true })],
] as const;

describe.each(functions)('%s', (_, f, bounds) => {
  /** The least and greatest of f over a fine grid. */
  function extremes(lower: number, upper: number): [number, number] {
    const values = Array.from({ length: 201 }, (_, i) => f(lower + ((upper - lower) * i) / 200));
    return [Math.min(...values), Math.max(...values)];
  }

  it.each([
    ['left of the bottom', -4, -2],
    ['around the bottom', -3, 0.5],
    ['just right of the bottom', -0.7, 0],
    ['right of it', 0.5, 2],
    ['at a point', -1, -1],
  ])('is bounded tightly %s', (_where, lower, upper) => {
    const [least, greatest] = extremes(lower, upper);
    expectBounds(bounds(box([lower], [upper])), [least], [greatest], 4);
  });

  it('is bounded tightly on random intervals', () => {
    const next = stream(3);
    for (let i = 0; i < 20; i++) {
      const lower = 6 * next() - 4;
      const upper = lower + 3 * next();
      const [least, greatest] = extremes(lower, upper);
      expectBounds(bounds(box([lower], [upper])), [least], [greatest], 4);
    }
  });
});
