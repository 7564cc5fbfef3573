/**
 * A linear op as the rows of its matrix, made when asked for: `y[i] = bias(i) + sum of weights[k] * x[columns[k]]`,
 * where `x` is the op's inputs one after the other, flattened in row-major order. All in float64, from float32
 * parameters as stored: exact, but for the `1 / n` of average pools, which float64 rounds once.
 */
export type AffineMap = {
  /** The units of all inputs together. */
  readonly inputs: number;
  readonly outputs: number;
  /** The longest row. */
  readonly maxTerms: number;
  readonly bias: (i: number) => number;
  /** Writes row `i` into arrays of at least `maxTerms` and returns how many terms it has. No column comes twice. */
  readonly row: (i: number, columns: Int32Array, weights: Float64Array) => number;
};
