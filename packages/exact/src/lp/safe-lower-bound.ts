import { down, gamma, slack as loose, tiny } from '../rigorous/rounding';
import type { LinearProblem } from '../solver/problem';

/**
 * A lower bound of a linear problem's objective that holds in exact arithmetic, from any numbers as row duals; the
 * better they are, the tighter. Weak duality with all rounding errors bounded a priori:
 *
 *     cost . x + offset >= offset + sum of y_r (the end of row r that y_r pushes against)
 *                        + sum over columns of the least of d_j x_j,    d = cost - A^T y
 *
 * A dual that pushes against an infinite end is taken as 0. Source: Neumaier and Shcherbina 2004, Safe bounds in linear
 * and mixed-integer linear programming, section 3; Higham 2002, section 3.1, for the errors of the sums.
 *
 * @returns -Infinity where nothing follows: a column without an end, an overflow.
 */
export function safeLowerBound(problem: LinearProblem, rowDuals: ArrayLike<number>): number {
  const { columns, rows, offset, starts, indices, values } = problem;
  const reduced = problem.cost.slice();
  const sizes = problem.cost.map(Math.abs);
  const terms = new Int32Array(columns).fill(1);
  // the sum, the sum of its terms' magnitudes, and what it may be too great by
  let [sum, size, excess, count] = [offset, Math.abs(offset), 0, 1];
  const add = (term: number): void => {
    sum += term;
    size += Math.abs(term);
    count++;
  };
  for (let r = 0; r < rows; r++) {
    const y = rowDuals[r]!;
    const end = y > 0 ? problem.rowLower[r]! : problem.rowUpper[r]!;
    // a NaN is taken as 0 as well
    if (!(Math.abs(y) > 0) || !Number.isFinite(y * end)) continue;
    add(y * end);
    for (let k = starts[r]!; k < starts[r + 1]!; k++) {
      const product = y * values[k]!;
      const column = indices[k]!;
      reduced[column]! -= product;
      sizes[column]! += Math.abs(product);
      terms[column]!++;
    }
  }
  for (let j = 0; j < columns; j++) {
    const [lower, upper, d] = [problem.columnLower[j]!, problem.columnUpper[j]!, reduced[j]!];
    add(d > 0 ? d * lower : d < 0 ? d * upper : 0);
    if (sizes[j] !== 0) excess += (gamma(terms[j]!) * sizes[j]! + tiny) * Math.max(-lower, upper, 0);
  }
  const bound = down(sum - (excess + gamma(count) * size + tiny) * loose);
  return Number.isFinite(bound) ? bound : -Infinity;
}
