import { randomFloats } from '@ibp/testing';
import { type Dyadic, dyadic, isAtMost, minus, plus, times, zero } from '../testing/dyadic';
import { type Bipartite, derivativeMatrix } from './bipartite';
import { choleskyEnds } from './cholesky';
import { type Multipliers, mixedMultipliers } from './mixing';
import { provenSum } from './proven-sum';

/** A block without errors. */
const exact = (rows: number, columns: number, numbers: ArrayLike<number>): Bipartite => ({
  ...{ rows, columns, block: Float64Array.from(numbers) },
  ...{ rowErrors: new Float64Array(rows), columnErrors: new Float64Array(columns) },
});
const sum = ({ rows, columns }: Multipliers): number => [...rows, ...columns].reduce((a, b) => a + b, 0);
const scaled = ({ rows, columns }: Multipliers, factor: number): Multipliers => ({
  rows: rows.map((g) => g * factor),
  columns: columns.map((g) => g * factor),
});

describe('choleskyEnds', () => {
  // diag(g) - [[0, b], [b, 0]] is positive definite where g_1 g_2 > b^2
  it.each([
    [3, 3.0001, true],
    [3, 2.9999, false],
    [0, 9, false],
    [-3, -4, false],
    [Number.NaN, 9, false],
    [9, Number.NaN, false],
    [Number.POSITIVE_INFINITY, 9, false],
    [9, Number.POSITIVE_INFINITY, false],
  ])('of multipliers %d and %d around 3: %s', (row, column, ends) => {
    for (const block of [3, -3]) {
      expect(
        choleskyEnds(exact(1, 1, [block]), { rows: Float64Array.of(row), columns: Float64Array.of(column) }),
      ).toBe(ends);
    }
  });

  it('says the same of a matrix and its transpose', () => {
    const [rows, columns] = [5, 3];
    const block = randomFloats(15, 1);
    const transposed = Array.from(
      { length: 15 },
      (_, i) => block[(i % rows) * columns + Math.floor(i / rows)]!,
    );
    const matrix = exact(rows, columns, block);
    const found = mixedMultipliers(matrix, { sweeps: 1000, tolerance: 0 });
    for (const [factor, ends] of [
      [1.001, true],
      [0.999, false],
    ] as const) {
      const g = scaled(found, factor);
      expect(choleskyEnds(matrix, g)).toBe(ends);
      const turned = { rows: g.columns, columns: g.rows };
      expect(choleskyEnds(exact(columns, rows, transposed), turned)).toBe(ends);
    }
  });
});

describe('mixedMultipliers', () => {
  it('is the greatest of two rows of signs, by hand', () => {
    // [[1, 1], [1, -1]]: at most 2 sqrt 2 over vectors (2 over signs), twice that with the transposed block
    expect(sum(mixedMultipliers(exact(2, 2, [1, 1, 1, -1]), { sweeps: 500, tolerance: 0 }))).toBeCloseTo(
      4 * Math.SQRT2,
      6,
    );
  });
});

describe('provenSum', () => {
  const matrix = exact(4, 3, randomFloats(12, 3));
  const best = sum(mixedMultipliers(matrix, { sweeps: 1000, tolerance: 0 }));

  it.each<[string, Multipliers]>([
    ['the best', mixedMultipliers(matrix, { sweeps: 1000, tolerance: 0 })],
    ['after one sweep', mixedMultipliers(matrix, { sweeps: 1 })],
    ['far too small', { rows: new Float64Array(4).fill(1e-30), columns: new Float64Array(3).fill(1e-30) }],
    ['zero', { rows: new Float64Array(4), columns: new Float64Array(3) }],
    ['negative', { rows: new Float64Array(4).fill(-1), columns: new Float64Array(3).fill(1) }],
    ['one alone', { rows: Float64Array.of(1, 0, 0, 0), columns: new Float64Array(3) }],
    [
      'infinite',
      { rows: new Float64Array(4).fill(1), columns: new Float64Array(3).fill(Number.POSITIVE_INFINITY) },
    ],
    ['not numbers', { rows: new Float64Array(4).fill(Number.NaN), columns: new Float64Array(3) }],
  ])('is never below the optimum, whatever is proposed: %s', (_, proposed) => {
    expect(provenSum(matrix, proposed)).toBeGreaterThan(best * (1 - 1e-9));
  });

  it('is as good as what is proposed', () => {
    expect(provenSum(matrix, mixedMultipliers(matrix))).toBeLessThan(best * 1.001);
    expect(provenSum(exact(2, 2, [0, 0, 0, 0]), mixedMultipliers(exact(2, 2, [0, 0, 0, 0])))).toBeLessThan(
      1e-250,
    );
  });

  it('pays for the errors of the matrix', () => {
    const errors = { rowErrors: new Float64Array(4).fill(0.5), columnErrors: new Float64Array(3).fill(0.25) };
    const found = mixedMultipliers(matrix);
    const paid = provenSum({ ...matrix, ...errors }, found) - provenSum(matrix, found);
    expect(paid).toBeGreaterThanOrEqual(2.75);
    expect(paid).toBeLessThan(2.7501);
  });
});

describe('derivativeMatrix', () => {
  const magnitude = (x: Dyadic): Dyadic => (x.n < 0n ? { ...x, n: -x.n } : x);

  it('is off by no more than it says, row by row and column by column', () => {
    const [inputs, hidden] = [5, 4];
    const weights = Float64Array.from(randomFloats(20, 1), (w) => w / 3);
    const [v, radii] = [2, 3].map((seed, i) =>
      Float64Array.from(randomFloats(i ? 5 : 4, seed), (x) => Math.abs(x) / 7),
    );
    const { block, rowErrors, columnErrors } = derivativeMatrix(weights, v!, radii!);
    const rows: Dyadic[] = Array.from({ length: inputs }, () => zero);
    const columns: Dyadic[] = Array.from({ length: hidden + 1 }, () => zero);
    for (let j = 0; j < inputs; j++) {
      const own = Array.from({ length: hidden }, (_, k) =>
        [v![k]!, weights[k * inputs + j]!, radii![j]!].map(dyadic).reduce(times),
      );
      for (const [k, value] of [own.reduce(plus), ...own].entries()) {
        const error = magnitude(minus(dyadic(block[j * (hidden + 1) + k]!), value));
        rows[j] = plus(rows[j]!, error);
        columns[k] = plus(columns[k]!, error);
      }
    }
    expect(rows.every((error, j) => isAtMost(error, dyadic(rowErrors[j]!)))).toBe(true);
    expect(columns.every((error, k) => isAtMost(error, dyadic(columnErrors[k]!)))).toBe(true);
    expect(Math.max(...rowErrors, ...columnErrors)).toBeLessThan(1e-14);
    expect(rows.some((error) => error.n > 0n)).toBe(true);
  });
});
