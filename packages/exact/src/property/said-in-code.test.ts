import { plainDense, randomFloats } from '@ibp/testing';
import { assertProperty } from './assert-property';
import { neverClass, sameClass, topClasses } from './classes';
import { outputsNear, outputsWithin } from './outputs-within';
import type { Property } from './property';

const box = { lower: Float64Array.of(-1, -1), upper: Float64Array.of(1, 1) };

/** Whether an output is unsafe. */
const isUnsafe = ({ unsafe }: Property, z: ArrayLike<number>): boolean =>
  unsafe.some(({ c, d }) =>
    d.every((constant, row) => {
      const units = c.length / d.length;
      return Array.from(z).reduce((sum, value, i) => sum + c[row * units + i]! * value, constant) >= 0;
    }),
  );

const network = plainDense([2, 8, 4], 3);
const outputs = Array.from({ length: 200 }, (_, seed) => Float64Array.from(randomFloats(4, seed)));

/** Says of many outputs what a property does, and by hand. */
function expectSame(property: Property, safe: (z: Float64Array) => boolean): void {
  assertProperty('here', network, property);
  const said = outputs.map((z) => !isUnsafe(property, z));
  expect(said).toEqual(outputs.map(safe));
  expect(new Set(said).size).toBe(2);
}

const middle = outputs.map((z) => z[1]!).sort((a, b) => a - b)[100]!;

it('outputs are within bounds, of which some may be infinite', () => {
  const lower = [-Infinity, middle - 0.5, -Infinity, -9];
  const upper = [Infinity, middle, 9, Infinity];
  expectSame(outputsWithin([box], { lower, upper }), (z) =>
    z.every((value, i) => lower[i]! < value && value < upper[i]!),
  );
  const { unsafe } = outputsWithin([box], { lower: [0], upper: [0] });
  expect(unsafe.map(({ d }) => Object.is(d[0], 0))).toEqual([true, true]);
  const refuse = (lower: number[], upper: number[]) => () => outputsWithin([box], { lower, upper });
  expect(refuse([0], [1, 2])).toThrow('outputsWithin: expected as many lower as upper bounds, got 1 and 2');
  expect(refuse([Number.NaN], [1])).toThrow('outputsWithin: expected bounds, got NaN at 0');
  expect(refuse([-Infinity], [Infinity])).toThrow('expected at least one finite bound, got none');
});

it('outputs stay near values', () => {
  const values = outputs[0]!;
  const delta = [0.3, 0.5, 9, 0.9];
  expectSame(outputsNear([box], values, delta), (z) =>
    z.every((v, i) => Math.abs(v - values[i]!) < delta[i]!),
  );
  // 0.1 + 0.2 is rounded to a number above: what is unsafe begins no later
  const [above] = outputsNear([box], [0.1], 0.2).unsafe;
  expect(-above!.d[0]!).toBeLessThan(0.1 + 0.2);
  expect(() => outputsNear([box], [1, 2], [1])).toThrow(
    'outputsNear: expected delta of one number or 2, got 1',
  );
  expect(() => outputsNear([box], [1], 0)).toThrow('expected finite values and delta > 0, got 1 and 0 at 0');
  expect(() => outputsNear([box], [Infinity], 1)).toThrow('got Infinity and 1 at 0');
});

const rank = (z: Float64Array, label: number): number =>
  z.filter((value, i) => i !== label && value >= z[label]!).length;

it('the class is one, is never another, or is among the greatest', () => {
  expectSame(sameClass([box], 1, 4), (z) => rank(z, 1) === 0);
  expectSame(neverClass([box], 1, 4), (z) => !z.every((value) => value <= z[1]!));
  for (const k of [1, 2, 3])
    expectSame(topClasses([box], { label: 1, k, classes: 4 }), (z) => rank(z, 1) < k);
  expect(topClasses([box], { label: 0, k: 9, classes: 10 }).unsafe).toHaveLength(1);
  expect(() => topClasses([box], { label: 0, k: 4, classes: 4 })).toThrow(
    'topClasses: expected k from 1 to 3, got 4',
  );
  expect(() => topClasses([box], { label: 0, k: 5, classes: 100 })).toThrow(
    'expected at most 20000 sets of 5 classes, got more of 99',
  );
  expect(() => neverClass([box], 4, 4)).toThrow('expected a label from 0 to 3, got 4');
});
