import { gamma, slack, tiny } from '../rigorous/rounding';

/**
 * The matrix `[[0, B], [B', 0]]` by its block `B` `[rows, columns]`, row by row, and by how far it may be from the true
 * one: for each row and column of `B` at least the sum of the errors in it.
 */
export type Bipartite = {
  readonly rows: number;
  readonly columns: number;
  readonly block: Float64Array;
  readonly rowErrors: Float64Array;
  readonly columnErrors: Float64Array;
};

/**
 * `M(v, W)` of Raghunathan et al. 2018, eq. 7, of `v f(W x)` over a box of radii `r`: with `A = diag(v) W diag(r)` the
 * block has a row for each input, of which the first number is the sum of its column of `A`, the others the column.
 * Numbers of a row or column of zeros are exact.
 *
 * @param weights `W` `[hidden, inputs]` row by row.
 */
export function derivativeMatrix(weights: Float64Array, v: Float64Array, radii: Float64Array): Bipartite {
  const [rows, hidden] = [radii.length, v.length];
  const columns = hidden + 1;
  const block = new Float64Array(rows * columns);
  const rowErrors = new Float64Array(rows);
  const columnErrors = new Float64Array(columns);
  for (let j = 0; j < rows; j++) {
    let [sum, size] = [0, 0];
    const underflow = tiny * (1 + radii[j]!);
    for (let k = 0; k < hidden; k++) {
      const a = v[k]! * weights[k * rows + j]! * radii[j]!;
      block[j * columns + 1 + k] = a;
      sum += a;
      size += Math.abs(a);
      columnErrors[1 + k]! += gamma(2) * Math.abs(a) + underflow;
    }
    block[j * columns] = sum;
    const error = gamma(columns) * size + columns * underflow;
    columnErrors[0]! += error;
    rowErrors[j] = 2 * error * slack;
  }
  return { rows, columns, block, rowErrors, columnErrors: columnErrors.map((e) => e * slack) };
}
