import type * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from '../interval';

type Nested = number | readonly Nested[];

const flatten = (x: Nested): number[] => (typeof x === 'number' ? [x] : x.flatMap(flatten));

/** Values alone, whatever the shape, to 5 decimals; NaN and infinities as they are. */
export function expectValues(actual: tf.Tensor, expected: Nested, digits = 5): void {
  const values = flatten(expected);
  expect(actual.size).toBe(values.length);
  actual.dataSync().forEach((v, i) => {
    if (Number.isNaN(values[i])) expect(v).toBeNaN();
    else expect(v).toBeCloseTo(values[i]!, digits);
  });
}

export function expectBounds({ lower, upper }: IntervalBounds, low: Nested, high: Nested, digits = 5): void {
  expectValues(lower, low, digits);
  expectValues(upper, high, digits);
}
