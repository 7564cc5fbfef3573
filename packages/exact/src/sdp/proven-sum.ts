import { gamma, tiny, up } from '../rigorous/rounding';
import type { Bipartite } from './bipartite';
import { choleskyEnds } from './cholesky';
import type { Multipliers } from './mixing';
import { greatestSingularValue } from './singular-value';

/** What the estimate of the greatest singular value may lack at first, relative to it; doubled until a proof is found. */
const firstLack = 2 ** -12;
const attempts = 12;

/**
 * An upper bound, in exact arithmetic, of `<M, P>` for the true matrix `M` and every positive semidefinite `P` with a
 * diagonal of at most 1: the sum of multipliers `g` with `diag(g) - M` positive semidefinite. Those given are scaled until
 * Cholesky proves it. Where that is not to be, the sums of magnitudes of the rows, which do by Gershgorin's theorem.
 *
 * @param given any numbers: good ones make a tight bound. NaN comes of a matrix that is not finite.
 */
export function provenSum(matrix: Bipartite, given: Multipliers): number {
  const positive = raised(given);
  const estimate = greatestSingularValue(matrix, positive);
  if (positive.rows.every(Number.isFinite) && positive.columns.every(Number.isFinite) && estimate > 0) {
    let lack = firstLack;
    for (let attempt = 0; attempt < attempts; attempt++, lack *= 2) {
      const scaled = times(positive, estimate * (1 + lack));
      if (choleskyEnds(matrix, scaled)) return sumOf(matrix, scaled);
    }
  }
  return sumOf(matrix, magnitudes(matrix));
}

/** None 0, which would leave no room for rounding: a row of zeros asks for a multiplier of 0. */
function raised({ rows, columns }: Multipliers): Multipliers {
  const least = [...rows, ...columns].reduce((a, b) => Math.max(a, b), 0) * 2 ** -40;
  return { rows: rows.map((g) => Math.max(g, least)), columns: columns.map((g) => Math.max(g, least)) };
}

const times = ({ rows, columns }: Multipliers, factor: number): Multipliers => ({
  rows: rows.map((g) => g * factor),
  columns: columns.map((g) => g * factor),
});

/** The sums of magnitudes of each row and column. */
function magnitudes({ rows, columns, block }: Bipartite): Multipliers {
  const found = { rows: new Float64Array(rows), columns: new Float64Array(columns) };
  for (let j = 0; j < rows; j++) {
    for (let k = 0; k < columns; k++) {
      const size = Math.abs(block[j * columns + k]!);
      found.rows[j]! += size;
      found.columns[k]! += size;
    }
  }
  return found;
}

/**
 * The sum of multipliers that make `diag(g) - M` positive semidefinite for the true `M`, of those that made Cholesky's
 * factorisation of the computed one run to its end: of order `n`, it is exact for a matrix that is off by at most
 * `gamma_(n + 1) sqrt(g_i g_j)` in each number (Higham 2002, theorems 10.3 and 10.5), so that `n gamma_(n + 1) g_i` more
 * on the diagonal makes up for it, and what underflows is far below `tiny (1 + greatest g)`. The errors of `M` itself are
 * made up for by their sums, row by row (Gershgorin). What the sums of magnitudes lost by rounding is less than that.
 */
function sumOf({ rowErrors, columnErrors }: Bipartite, { rows, columns }: Multipliers): number {
  const n = rows.length + columns.length;
  const all = [...rows, ...columns];
  const greatest = all.reduce((a, b) => Math.max(a, b), 0);
  const [sum, errors] = [all, [...rowErrors, ...columnErrors]].map((list) => list.reduce((a, b) => a + b, 0));
  const lost = (n + 4) * gamma(n + 1) * sum! + (1 + gamma(n)) * errors! + n * tiny * (1 + greatest);
  return up(sum! + up(lost));
}
