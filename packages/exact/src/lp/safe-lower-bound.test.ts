import * as fc from 'fast-check';
import type { LinearProblem } from '../solver/problem';
import { smallProblem } from '../solver/testing';
import { safeLowerBound } from './safe-lower-bound';

/** Multiples of 2^-40 of up to 52 bits, so that products and sums round in float64. */
const number = fc.bigInt({ min: -(2n ** 52n), max: 2n ** 52n }).map((n) => Number(n) / 2 ** 40);
/** The same number exactly, in units of 2^-40. */
const units = (x: number): bigint => BigInt(x * 2 ** 40);

const ends = fc.tuple(number, number).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const problem = fc
  .record({
    cost: fc.array(number, { minLength: 4, maxLength: 4 }),
    values: fc.array(number, { minLength: 12, maxLength: 12 }),
    rows: fc.array(ends, { minLength: 3, maxLength: 3 }),
    columns: fc.array(ends, { minLength: 4, maxLength: 4 }),
    offset: number,
    duals: fc.array(number, { minLength: 3, maxLength: 3 }),
  })
  .map(({ duals, offset, ...p }) => {
    const made: LinearProblem = {
      columns: 4,
      rows: 3,
      offset,
      cost: Float64Array.from(p.cost),
      columnLower: Float64Array.from(p.columns, ([a]) => a),
      columnUpper: Float64Array.from(p.columns, ([, b]) => b),
      rowLower: Float64Array.from(p.rows, ([a]) => a),
      rowUpper: Float64Array.from(p.rows, ([, b]) => b),
      starts: Int32Array.of(0, 4, 8, 12),
      indices: Int32Array.from({ length: 12 }, (_, k) => k % 4),
      values: Float64Array.from(p.values),
    };
    return { problem: made, duals };
  });

/** The bound by weak duality in whole numbers, in units of 2^-120. */
function exactBound(p: LinearProblem, duals: readonly number[]): bigint {
  let bound = units(p.offset) << 80n;
  const d = [...p.cost].map((cost) => units(cost) << 40n);
  for (const [r, y] of duals.entries()) {
    bound += (units(y) * units(y > 0 ? p.rowLower[r]! : p.rowUpper[r]!)) << 40n;
    for (let j = 0; j < 4; j++) d[j]! -= units(y) * units(p.values[4 * r + j]!);
  }
  for (const [j, dj] of d.entries()) bound += dj * units(dj > 0n ? p.columnLower[j]! : p.columnUpper[j]!);
  return bound;
}

describe('safeLowerBound', () => {
  it('is below the bound in exact arithmetic, and close', () => {
    fc.assert(
      fc.property(problem, ({ problem: p, duals }) => {
        const safe = safeLowerBound(p, duals);
        const exact = exactBound(p, duals);
        // safe in units of 2^-120, exactly: a float64 of at least 2^-30 is a multiple of 2^-82
        const scaled =
          BigInt(Math.trunc(safe * 2 ** 40)) * 2n ** 80n +
          BigInt(Math.trunc((safe * 2 ** 40 - Math.trunc(safe * 2 ** 40)) * 2 ** 52)) * 2n ** 28n;
        expect(scaled <= exact).toBe(true);
        expect(Number(exact - scaled) / 2 ** 120).toBeLessThan(1e-2);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it('is the optimum at the optimal duals, less at others', () => {
    expect(safeLowerBound(smallProblem, [-1.5, 0.5])).toBeCloseTo(-5.75, 12);
    expect(safeLowerBound(smallProblem, [-1.5, 0.5])).toBeLessThan(-5.75);
    expect(safeLowerBound(smallProblem, [-1, 0])).toBeLessThan(-6);
  });

  it('takes duals against an infinite end, and NaN, as 0', () => {
    const without = safeLowerBound(smallProblem, [0, 0]);
    expect(without).toBeCloseTo(-23, 12);
    for (const duals of [
      [1, 0],
      [0, -1],
      [Number.NaN, 0],
      [0, Infinity],
      [-Infinity, 0],
    ]) {
      expect(safeLowerBound(smallProblem, duals)).toBe(without);
    }
  });

  it('is -Infinity where nothing follows', () => {
    const free = { ...smallProblem, columnUpper: Float64Array.of(3, Infinity) };
    expect(safeLowerBound(free, [0, 0])).toBe(-Infinity);
    expect(safeLowerBound({ ...smallProblem, cost: Float64Array.of(-1e308, -1e308) }, [0, 0])).toBe(
      -Infinity,
    );
  });
});
