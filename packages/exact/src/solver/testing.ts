import * as fc from 'fast-check';
import type { LinearProblem } from './problem';

/** Least `-x - 2 y` where `x + y <= 4`, `0.5 <= x - y`, x in [0, 3], y in [0, 10]: at (2.25, 1.75), -5.75; with whole numbers at (3, 1): -5. */
export const smallProblem: LinearProblem = {
  columns: 2,
  rows: 2,
  offset: 0,
  cost: Float64Array.of(-1, -2),
  columnLower: Float64Array.of(0, 0),
  columnUpper: Float64Array.of(3, 10),
  rowLower: Float64Array.of(-Infinity, 0.5),
  rowUpper: Float64Array.of(4, Infinity),
  starts: Int32Array.of(0, 2, 4),
  indices: Int32Array.of(0, 1, 0, 1),
  values: Float64Array.of(1, 1, 1, -1),
};

/** Five equations of fifty binaries: takes HiGHS minutes, and no solution is known on the way. */
export const hardProblem: LinearProblem = (() => {
  const [columns, rows] = [50, 5];
  let state = 1;
  const next = (): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * 1000);
  };
  const values = Float64Array.from({ length: rows * columns }, next);
  const half = Float64Array.from({ length: rows }, (_, r) =>
    Math.floor(values.subarray(r * columns, (r + 1) * columns).reduce((a, b) => a + b) / 2),
  );
  return {
    columns,
    rows,
    offset: 0,
    cost: new Float64Array(columns),
    columnLower: new Float64Array(columns),
    columnUpper: new Float64Array(columns).fill(1),
    rowLower: half,
    rowUpper: half,
    integer: new Int32Array(columns).fill(1),
    starts: Int32Array.from({ length: rows + 1 }, (_, r) => r * columns),
    indices: Int32Array.from({ length: rows * columns }, (_, k) => k % columns),
    values,
  };
})();

const end = fc.constantFrom(-Infinity, -2.5, 0, 1, 3, Infinity);
const ends = fc.tuple(end, end).map(([a, b]): [number, number] => {
  const [lower, upper] = a <= b ? [a, b] : [b, a];
  return [lower === Infinity ? 0 : lower, upper === -Infinity ? 0 : upper];
});

/** Rows of every kind (equal, ranged, one-sided) over free, fixed and whole columns. */
export const randomProblem: fc.Arbitrary<LinearProblem> = fc
  .record({
    column: fc.array(fc.record({ ends, cost: fc.integer({ min: -3, max: 3 }), whole: fc.boolean() }), {
      minLength: 3,
      maxLength: 3,
    }),
    row: fc.array(
      fc.record({
        ends: ends.filter(([lower, upper]) => lower > -Infinity || upper < Infinity),
        terms: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 }),
      }),
      {
        minLength: 3,
        maxLength: 3,
      },
    ),
    offset: fc.double({ min: -1, max: 1, noNaN: true }),
  })
  .map(({ column, row, offset }) => ({
    columns: 3,
    rows: 3,
    offset,
    cost: Float64Array.from(column, (c) => c.cost),
    columnLower: Float64Array.from(column, (c) => c.ends[0]),
    columnUpper: Float64Array.from(column, (c) => c.ends[1]),
    rowLower: Float64Array.from(row, (r) => r.ends[0]),
    rowUpper: Float64Array.from(row, (r) => r.ends[1]),
    integer: Int32Array.from(column, (c) => Number(c.whole)),
    starts: Int32Array.of(0, 3, 6, 9),
    indices: Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1, 2),
    values: Float64Array.from(row.flatMap((r) => r.terms)),
  }));
