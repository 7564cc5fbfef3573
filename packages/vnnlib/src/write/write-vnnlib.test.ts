import { constrained } from '@ibp/exact';
import fc from 'fast-check';
import { parseVnnlib } from '../read/parse-vnnlib';
import { decimalText, shortDecimal } from './literal';
import { type VnnlibText, writeVnnlib } from './write-vnnlib';

const inputs = [
  { name: 'A', shape: [1, 2] },
  { name: 'B', shape: [] },
];
const outputs = [{ name: 'Z', shape: [2, 1] }];
const box = (lower: number[], upper: number[]) => ({
  lower: Float64Array.from(lower),
  upper: Float64Array.from(upper),
});
const rows = (c: number[], d: number[]) => ({ c: Float64Array.from(c), d: Float64Array.from(d) });
const property = {
  boxes: [box([0.1, -1, 0], [0.5, 1, 0.3])],
  unsafe: [rows([1, -1], [0]), rows([1, 0, 0, -1], [-0.1, 2]), rows([0.1, 3], [0.7])],
};
const written = (change: Partial<VnnlibText>) =>
  writeVnnlib({ inputs, outputs, properties: [property], ...change });

it('writes version 1.0 as the competition has it', () => {
  const lines = written({}).split('\n');
  expect(lines.slice(0, 5)).toEqual(
    ['X_0', 'X_1', 'X_2', 'Y_0', 'Y_1'].map((name) => `(declare-const ${name} Real)`),
  );
  expect(lines.slice(6)).toEqual([
    // 0.1 as a float64 is above 0.1, so that this is read as the number below it: a longer one is not
    '(assert (>= X_0 0.10000000000000001))',
    '(assert (<= X_0 0.5))',
    '(assert (>= X_1 -1.0))',
    '(assert (<= X_1 1.0))',
    '(assert (>= X_2 0.0))',
    '(assert (<= X_2 0.29999999999999998))',
    '(assert (or',
    '  (and (>= Y_0 Y_1))',
    '  (and (>= Y_0 0.10000000000000001) (<= Y_1 2.0))',
    '  (and (>= (+ (* 0.1000000000000000055511151231257827021181583404541015625 Y_0) (* 3.0 Y_1) 0.69999999999999995) 0.0))',
    '))',
    '',
  ]);
});

it('writes version 2.0 with its tensors', () => {
  const text = written({ version: '2.0', network: 'net' });
  expect(text).toContain('(vnnlib-version <2.0>)\n(declare-network net\n  (declare-input A float32 [1,2])');
  expect(text).toContain('(assert (<= A[0,1] 1.0))');
  expect(text).toContain('(assert (>= B[] 0.0))');
  expect(text).toContain('(and (>= Z[0,0] Z[1,0]))');
});

it('both are read as what was written', () => {
  for (const version of ['1.0', '2.0'] as const) {
    expect(parseVnnlib(written({ version })).properties).toEqual([property]);
    const second = {
      boxes: [box([0, 0, Number.NEGATIVE_INFINITY], [1, Number.POSITIVE_INFINITY, 1])],
      unsafe: [rows([0, 1], [-2])],
    };
    const many = [property, constrained(second, rows([0.1, -1, 0], [0.25]))];
    expect(parseVnnlib(written({ version, properties: many })).properties).toEqual(many);
    expect(parseVnnlib(written({ version, properties: [] })).properties).toEqual([]);
  }
});

it('any numbers are read as they were, bit by bit', () => {
  const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  fc.assert(
    fc.property(numbers, numbers, fc.array(numbers, { minLength: 3, maxLength: 3 }), (a, b, [c, d, e]) => {
      fc.pre(c !== 0 && d !== 0);
      const one = {
        boxes: [box([Math.min(a, b)], [Math.max(a, b)])],
        unsafe: [rows([c!, d!], [e!])],
      };
      const flat = {
        inputs: [{ name: 'X', shape: [1] }],
        outputs: [{ name: 'Y', shape: [2] }],
        properties: [one],
      };
      for (const version of ['1.0', '2.0'] as const) {
        expect(parseVnnlib(writeVnnlib({ ...flat, version })).properties).toEqual([one]);
      }
    }),
    { numRuns: 200 },
  );
});

it('a short decimal is on its side of the number, and the number to who rounds to nearest', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      for (const side of ['below', 'above'] as const) {
        const text = decimalText(shortDecimal(value, side));
        expect(Number(text)).toBe(value + 0);
        expect(text).toMatch(/^-?\d+\.\d+$/);
      }
    }),
    { numRuns: 300 },
  );
  expect(decimalText(shortDecimal(0.05000000074505806, 'above'))).toBe('0.05000000074505806');
});

it('refuses what does not fit', () => {
  expect(() => written({ network: '7', version: '2.0' })).toThrow(
    'writeVnnlib: expected a name of letters and digits, got 7',
  );
  expect(() => written({ outputs: [{ name: 'A', shape: [2] }] })).toThrow(
    'expected tensors of different names, got A again',
  );
  expect(() => written({ outputs: [{ name: 'Z', shape: [3] }] })).toThrow(
    'writeVnnlib: expected c of 1 x 3 coefficients',
  );
  expect(() => written({ inputs: [{ name: 'X', shape: [2] }] })).toThrow(
    'expected a box of 2 inputs, got 3 and 3',
  );
  expect(() => written({ inputs: [{ name: 'X', shape: [1.5, 2] }] })).toThrow(
    'expected a shape of whole numbers from 1, got [1.5,2]',
  );
  expect(() => written({ inputs: [{ name: 'X', shape: [3], elementType: ') (' }] })).toThrow(
    'expected a type',
  );
  const bad = { ...property, boxes: [box([Number.NaN, 0, 0], [1, 1, 1])] };
  expect(() => written({ properties: [bad] })).toThrow('expected lower <= upper, got [NaN, 1] at input 0');
});
