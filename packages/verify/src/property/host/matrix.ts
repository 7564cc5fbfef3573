import type { AffineMap } from '@ibp/core';

/** Entries of a matrix that are not 0, one row after the other. */
export type SparseMatrix = {
  readonly weights: Float64Array;
  readonly column: Int32Array;
  /** Where the entries of each row start, and where the last ends. */
  readonly start: Int32Array;
};

/** The most entries of a network's matrices that are looked at, and that are kept: seconds, and half a gigabyte. */
const [mostEntries, mostKept] = [1e8, 4e7];

/** Whether so many entries that are not 0 are few enough to be kept. */
export const fitKept = (entries: number): boolean => entries <= mostKept;

/** Whether the matrices of a network are worth looking at, by the entries that there may be at the most. */
export const fitEntries = (maps: readonly (AffineMap | undefined)[]): boolean =>
  maps.reduce((sum, map) => sum + (map ? map.outputs * map.maxTerms : 0), 0) <= mostEntries;

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

/** The entries of a linear op that are not 0, for each of its inputs, which have so many units. */
export function sparseBlocks(map: AffineMap, sizes: readonly number[]): SparseMatrix[] {
  const [columns, values] = [new Int32Array(map.maxTerms), new Float64Array(map.maxTerms)];
  const blockOf = sizes.flatMap((size, block) => new Array<number>(size).fill(block));
  const offsets = sizes.map((_, block) => sizes.slice(0, block).reduce((a, b) => a + b, 0));
  const each = (take: (row: number, block: number, column: number, value: number) => void) => {
    for (let i = 0; i < map.outputs; i++) {
      const terms = map.row(i, columns, values);
      for (let k = 0; k < terms; k++) {
        const block = blockOf[columns[k]!]!;
        if (values[k] !== 0) take(i, block, columns[k]! - offsets[block]!, values[k]!);
      }
    }
  };
  const starts = sizes.map(() => new Int32Array(map.outputs + 1));
  each((row, block) => {
    starts[block]![row + 1]! += 1;
  });
  for (const start of starts) for (let i = 0; i < map.outputs; i++) start[i + 1]! += start[i]!;
  const at = sizes.map(() => 0);
  const blocks = starts.map((start) => ({
    start,
    column: new Int32Array(start[map.outputs]!),
    weights: new Float64Array(start[map.outputs]!),
  }));
  each((_, block, column, value) => {
    blocks[block]!.column[at[block]!] = column;
    blocks[block]!.weights[at[block]!] = value;
    at[block]! += 1;
  });
  return blocks;
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

/** `y += A x`. */
export function addProducts(
  { weights, column, start }: SparseMatrix,
  x: Float64Array,
  y: Float64Array,
): void {
  for (let o = 0; o < y.length; o++) {
    let sum = y[o]!;
    const end = start[o + 1]!;
    for (let k = start[o]!; k < end; k++) sum += weights[k]! * x[column[k]!]!;
    y[o] = sum;
  }
}
