import { stream } from '@ibp/testing';
import { type Dyadic, dyadic, isAtMost, plus, times, zero } from '../testing/dyadic';
import { combination } from './combination';

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): Dyadic =>
  Array.from(a).reduce((sum, value, i) => plus(sum, times(dyadic(value), dyadic(b[i]!))), zero);

it('is the sum of rows, each times its multiplier', () => {
  const rows = { c: Float64Array.of(1, 0, -2, 4), d: Float64Array.of(0.5, -1) };
  const box = { lower: Float64Array.of(-1, 0), upper: Float64Array.of(1, 1) };
  const { c, d } = combination(rows, [2, 0.5], box)!;
  expect([...c]).toEqual([1, 2]);
  expect(d[0]).toBeGreaterThan(0.5);
  expect(d[0]).toBeCloseTo(0.5, 12);
});

it('is above the sum in real numbers at every point of the box', () => {
  const next = stream(4);
  const random = () => (next() - 0.5) * 10 ** (8 * next() - 4);
  for (let round = 0; round < 300; round++) {
    const [rows, units] = [1 + (round % 5), 1 + (round % 3)];
    const spec = {
      c: Float64Array.from({ length: rows * units }, random),
      d: Float64Array.from({ length: rows }, random),
    };
    const m = Float64Array.from({ length: rows }, () => Math.abs(random()));
    const [lower, upper] = [Float64Array.from({ length: units }, random), new Float64Array(units)];
    for (const [i, l] of lower.entries()) upper[i] = l + Math.abs(random());
    const { c, d } = combination(spec, m, { lower, upper })!;
    for (const z of [lower, upper]) {
      const row = (r: number) =>
        plus(dot(spec.c.subarray(r * units, (r + 1) * units), z), dyadic(spec.d[r]!));
      const sum = Array.from(m, (_, r) => times(dyadic(m[r]!), row(r))).reduce(plus, zero);
      expect(isAtMost(sum, plus(dot(c, z), dyadic(d[0]!)))).toBe(true);
    }
  }
});

it('is none where a number overflows or is none', () => {
  const box = { lower: Float64Array.of(0), upper: Float64Array.of(1) };
  const rows = { c: Float64Array.of(1e300), d: Float64Array.of(0) };
  expect(combination(rows, [1e300], box)).toBeUndefined();
  expect(combination(rows, [Number.NaN], box)).toBeUndefined();
  expect(combination(rows, [1], { lower: box.lower, upper: Float64Array.of(Infinity) })).toBeUndefined();
});
