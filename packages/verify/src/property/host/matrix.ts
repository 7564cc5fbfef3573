import type { AffineMap } from '@ibp/core';

/** Entries of a matrix that are not 0, one row after the other. */
export type SparseMatrix = {
  readonly weights: Float64Array;
  readonly column: Int32Array;
  /** Where the entries of each row start, and where the last ends. */
  readonly start: Int32Array;
};

/** How many entries of a linear op are not 0, and the most in a column: of how many terms a coefficient of an input is the sum. */
export function countEntries(map: AffineMap): { readonly total: number; readonly longestColumn: number } {
  const [columns, weights] = [new Int32Array(map.maxTerms), new Float64Array(map.maxTerms)];
  const counts = new Int32Array(map.inputs);
  let total = 0;
  for (let i = 0; i < map.outputs; i++) {
    const terms = map.row(i, columns, weights);
    for (let k = 0; k < terms; k++) {
      if (weights[k] === 0) continue;
      counts[columns[k]!]! += 1;
      total += 1;
    }
  }
  return { total, longestColumn: counts.reduce((a, b) => Math.max(a, b), 0) };
}

/** Writes all entries, row by row, into an array of zeros; rows are `stride` apart. */
export function writeDense(map: AffineMap, into: Float64Array, stride: number): void {
  const [columns, weights] = [new Int32Array(map.maxTerms), new Float64Array(map.maxTerms)];
  for (let i = 0; i < map.outputs; i++) {
    const terms = map.row(i, columns, weights);
    for (let k = 0; k < terms; k++) into[i * stride + columns[k]!] = weights[k]!;
  }
}

export function sparseMatrix(map: AffineMap, total: number): SparseMatrix {
  const [column, weights] = [new Int32Array(total), new Float64Array(total)];
  const start = new Int32Array(map.outputs + 1);
  const [columns, values] = [new Int32Array(map.maxTerms), new Float64Array(map.maxTerms)];
  for (let i = 0; i < map.outputs; i++) {
    const terms = map.row(i, columns, values);
    let at = start[i]!;
    for (let k = 0; k < terms; k++) {
      if (values[k] === 0) continue;
      column[at] = columns[k]!;
      weights[at] = values[k]!;
      at += 1;
    }
    start[i + 1] = at;
  }
  return { column, weights, start };
}

/** `into += c A` for one row of coefficients. */
export function multiplySparse(
  { weights, column, start }: SparseMatrix,
  c: Float64Array,
  into: Float64Array,
): void {
  const rows = start.length - 1;
  for (let o = 0; o < rows; o++) {
    const f = c[o]!;
    if (f === 0) continue;
    const end = start[o + 1]!;
    for (let k = start[o]!; k < end; k++) into[column[k]!]! += f * weights[k]!;
  }
}
