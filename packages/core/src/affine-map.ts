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
  /** The same rows where the op has them, for dense layers and convolutions. */
  readonly runs?: Runs;
};

/**
 * Rows of a matrix as runs of neighbouring columns, whose weights lie one after the other where the op has them: a row is
 * read without being copied.
 */
export type Runs = {
  readonly weights: Float32Array;
  /** The most runs of a row. */
  readonly most: number;
  /**
   * Writes the runs of row `i` into an array of at least `3 * most`, three numbers each (the first column, the place of its
   * weight in `weights`, and how many there are), and returns how many runs it has.
   */
  readonly of: (i: number, runs: Int32Array) => number;
};
