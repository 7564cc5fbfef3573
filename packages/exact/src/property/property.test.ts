import { plainDense } from '@ibp/testing';
import { assertProperty, assertStatement } from './assert-property';
import { classificationProperty, propertyOf } from './property';

const network = plainDense([2, 3, 3], 1);
const box = (lower: number[], upper: number[]) => ({
  lower: Float64Array.from(lower),
  upper: Float64Array.from(upper),
});
const row = (c: number[], d: number[]) => ({ c: Float64Array.from(c), d: Float64Array.from(d) });
const unit = box([0, 0], [1, 1]);

it('of a class is a box rounded outward, and one row for each other class', () => {
  const { boxes, unsafe } = classificationProperty({
    ...{ x: [0.5, 0.1], epsilon: [0.25, 0.25], range: [0, 1] as const },
    ...{ label: 1, classes: 3 },
  });
  expect(boxes).toHaveLength(1);
  const [{ lower, upper }] = boxes as [(typeof boxes)[0]];
  for (const [i, end] of [0.25, 0].entries()) expect(lower[i]).toBeLessThanOrEqual(end);
  for (const [i, end] of [0.75, 0.35].entries()) expect(upper[i]).toBeGreaterThanOrEqual(end);
  expect(lower[0]).toBeCloseTo(0.25, 14);
  expect(lower[1]).toBe(0);
  // z2 - z1 >= 0 and z0 - z1 >= 0
  expect(unsafe).toEqual([row([0, -1, 1], [0]), row([1, -1, 0], [0])]);
});

it('of rows has a conjunction for each: all are to be below 0', () => {
  const spec = row([1, 0, 0, 0, 0, 1], [-1, -2]);
  const { unsafe } = propertyOf({ x: [0, 0], epsilon: 1, range: [-9, 9], spec });
  expect(unsafe).toEqual([row([1, 0, 0], [-1]), row([0, 0, 1], [-2])]);
});

it('must be one of the network, and say something', () => {
  const holds = { boxes: [unit], unsafe: [row([1, 0, 0], [-1])] };
  const check = (change: object) => () => assertProperty('here', network, { ...holds, ...change });
  expect(check({})).not.toThrow();
  const endless = box([Number.NEGATIVE_INFINITY, 0], [0, Number.POSITIVE_INFINITY]);
  expect(check({ boxes: [unit, endless] })).not.toThrow();
  expect(check({ boxes: [] })).toThrow('here: expected at least one box of inputs, got none');
  expect(check({ boxes: [box([0], [1])] })).toThrow('here: box 0: expected a box of 2 units, got 1 and 1');
  expect(check({ boxes: [unit, box([0, 2], [1, 1])] })).toThrow(
    'here: box 1: expected lower <= upper, got [2, 1] at feature 1',
  );
  expect(check({ boxes: [box([0, Number.NaN], [1, 1])] })).toThrow('expected lower <= upper, got [NaN, 1]');
  expect(check({ unsafe: [] })).toThrow('here: expected at least one unsafe conjunction, got none');
  expect(check({ unsafe: [row([], [])] })).toThrow('conjunction 0: expected at least one row, got none');
  expect(check({ unsafe: [row([1, 0, 0, 0, 0, 1], [-1])] })).toThrow(
    'conjunction 0: expected c of 1 x 3 coefficients for d of 1 row, got 6',
  );
  expect(check({ unsafe: [row([1, 0, 0], [Number.NEGATIVE_INFINITY])] })).toThrow(
    'expected finite constants, got -Infinity in row 0',
  );
});

it('around an input must have that input in the range', () => {
  const at = (more: object) => () =>
    assertStatement('here', network, {
      ...{ x: [0.5, 0.5], epsilon: 0.1, range: [0, 1], label: 0, classes: 3 },
      ...more,
    });
  expect(at({})).not.toThrow();
  expect(at({ x: [0.5, 3] })).toThrow('here: box 0: expected lower <= upper, got [2.8999');
  expect(at({ x: [0.5, Number.NaN] })).toThrow('got [NaN, NaN] at feature 1');
  expect(at({ epsilon: [0.1, -1] })).toThrow('expected a finite epsilon >= 0, got -1 at feature 1');
  expect(at({ epsilon: [0.1] })).toThrow('expected epsilon of one number or 2, got 1');
  expect(at({ range: [[0, 2], 1] })).toThrow('expected a range [least, greatest], got [2,1] at feature 1');
  expect(at({ range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] })).not.toThrow();
});
