import fc from 'fast-check';
import { parseDecimal, powerOfTen } from './decimal';
import { nextFloat64, partsOf } from './float';
import { compare, isFloat, nearestFloat, roundDecimal, roundRatio } from './round';

const read = (text: string) => {
  const number = parseDecimal(text);
  if (!number || number === 'too long') throw new Error(text);
  return number;
};

it('reads literals as they are written', () => {
  const values = (['-0.5', '1.', '.25', '2e-3', '+12E2', '0'] as const).map(read);
  expect(values.map(({ digits, scale }) => [Number(digits), scale])).toEqual([
    ...[
      [-5, 1],
      [1, 0],
      [25, 2],
      [2, 3],
      [1200, 0],
      [0, 0],
    ],
  ]);
  for (const text of ['', '.', '-', 'e3', '1e', '0x10', 'NaN', 'Infinity', '1.2.3', '1_000']) {
    expect(parseDecimal(text)).toBeUndefined();
  }
  for (const text of ['1e99999999999', '1e-1201', `1${'0'.repeat(9999)}`])
    expect(parseDecimal(text)).toBe('too long');
});

it('rounds a decimal to the float64 numbers around it', () => {
  // 0.1 as a float64 is 0.1000000000000000055..., and 0.3 is 0.299999999999999988...
  expect([false, true].map((up) => roundDecimal(read('0.1'), up))).toEqual([nextFloat64(0.1, false), 0.1]);
  expect([false, true].map((up) => roundDecimal(read('0.3'), up))).toEqual([0.3, nextFloat64(0.3, true)]);
  expect([false, true].map((up) => roundDecimal(read('-0.1'), up))).toEqual([-0.1, nextFloat64(-0.1, true)]);
  expect([false, true].map((up) => roundDecimal(read('0.375'), up))).toEqual([0.375, 0.375]);
  expect(roundRatio(1n, 3n, false)).toBe(1 / 3);
  expect(roundRatio(1n, 3n, true)).toBe(nextFloat64(1 / 3, true));
});

it('of numbers beyond float64 gives its greatest, or infinity, and of ones near 0 its least, or 0', () => {
  const ends = (text: string) => [false, true].map((up) => roundDecimal(read(text), up));
  expect(ends('1e400')).toEqual([Number.MAX_VALUE, Number.POSITIVE_INFINITY]);
  expect(ends('-1e400')).toEqual([Number.NEGATIVE_INFINITY, -Number.MAX_VALUE]);
  expect(ends('1e-400')).toEqual([0, Number.MIN_VALUE]);
  expect(ends('-1e-400')).toEqual([-Number.MIN_VALUE, 0]);
  expect(ends('0')).toEqual([0, 0]);
});

it('every float64 is between its neighbours, and the parts of one are the number', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const { mantissa, exponent } = partsOf(value);
      const half = Math.trunc(exponent / 2);
      expect(Number(mantissa) * 2 ** half * 2 ** (exponent - half)).toBe(value + 0);
      expect(nextFloat64(nextFloat64(value, true), false)).toBe(value + 0);
      expect(
        compare(value, mantissa << BigInt(Math.max(exponent, 0)), 1n << BigInt(Math.max(-exponent, 0))),
      ).toBe(0);
    }),
  );
});

it('any decimal is between its roundings, with no float64 inside', () => {
  const digits = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
  fc.assert(
    fc.property(digits, fc.integer({ min: 0, max: 360 }), (whole, scale) => {
      const number = { digits: whole, scale };
      const [below, above] = [roundDecimal(number, false), roundDecimal(number, true)];
      const sign = (value: number) => compare(value, whole, powerOfTen(scale));
      expect(sign(below)).toBeLessThanOrEqual(0);
      expect(sign(above)).toBeGreaterThanOrEqual(0);
      expect(above === below ? isFloat(below, number) : nextFloat64(below, true) === above).toBe(true);
      expect([below, above]).toContain(Number(`${whole}e-${scale}`) + 0);
      expect([below, above].some((end) => Math.abs(end - nearestFloat(number)) <= above - below)).toBe(true);
    }),
  );
});
