import { fail } from '@ibp/core';
import type { Bipartite } from './bipartite';

/** Multipliers of the rows and the columns of a block. */
export type Multipliers = { readonly rows: Float64Array; readonly columns: Float64Array };

/** How long multipliers are sought. */
export type MixingOptions = {
  /** Of the vectors in place of the numbers of a matrix of any rank; 20 unless given. */
  readonly rank?: number;
  /** The most sweeps; 100 unless given. */
  readonly sweeps?: number;
  /** Ends when a sweep gains less than this share; 1e-5 unless given. */
  readonly tolerance?: number;
};

/** @throws unless rank and sweeps are whole numbers above 0, and the tolerance is not below it. */
export function assertMixing({ rank = 1, sweeps = 1, tolerance = 0 }: MixingOptions): void {
  for (const [name, value] of Object.entries({ rank, sweeps })) {
    if (!(Number.isInteger(value) && value > 0)) {
      fail('sdpBounds', `expected a ${name} that is a whole number above 0, got ${value}`);
    }
  }
  if (!(tolerance >= 0)) fail('sdpBounds', `expected a tolerance >= 0, got ${tolerance}`);
}

/**
 * Multipliers `g` for which `diag(g) - [[0, B], [B', 0]]` is nearly positive semidefinite and the sum of `g` nearly least,
 * by the mixing method (Wang, Chang and Kolter 2017, "The Mixing method"): the greatest `<M, P>` of `P = Y Y'` with rows
 * of norm 1, each row in turn set to what is best for it; at the end the norms before they are set to 1 are the
 * multipliers. Rows and columns take turns, since within either no number depends on another.
 */
export function mixedMultipliers(matrix: Bipartite, options: MixingOptions = {}): Multipliers {
  const { rows, columns, block } = matrix;
  const { rank = 20, sweeps = 100, tolerance = 1e-5 } = options;
  const ofRows = new Float64Array(rows * rank);
  const ofColumns = scattered(columns * rank);
  const [rowVectors, columnVectors] = [vectorsOf(ofRows, rank), vectorsOf(ofColumns, rank)];
  const found = { rows: new Float64Array(rows), columns: new Float64Array(columns) };
  normalized(ofColumns, rank, found.columns);
  let last = 0;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    ofRows.fill(0);
    for (let j = 0; j < rows; j++) {
      for (let k = 0; k < columns; k++) {
        accumulate(rowVectors[j]!, block[j * columns + k]!, columnVectors[k]!);
      }
    }
    normalized(ofRows, rank, found.rows);
    ofColumns.fill(0);
    for (let j = 0; j < rows; j++) {
      for (let k = 0; k < columns; k++) {
        accumulate(columnVectors[k]!, block[j * columns + k]!, rowVectors[j]!);
      }
    }
    const value = normalized(ofColumns, rank, found.columns);
    if (!(value - last > tolerance * value)) break;
    last = value;
  }
  return found;
}

/** The vectors that lie one behind the other. */
const vectorsOf = (all: Float64Array, rank: number): Float64Array[] =>
  Array.from({ length: all.length / rank }, (_, i) => all.subarray(i * rank, (i + 1) * rank));

/** `to += factor from`. */
function accumulate(to: Float64Array, factor: number, from: Float64Array): void {
  if (factor === 0) return;
  for (let c = 0; c < to.length; c++) to[c]! += factor * from[c]!;
}

/** Sets the norm of each vector to 1, notes what it was, and returns the sum. */
function normalized(vectors: Float64Array, rank: number, norms: Float64Array): number {
  let total = 0;
  for (let i = 0; i < norms.length; i++) {
    const own = vectors.subarray(i * rank, (i + 1) * rank);
    const norm = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
    norms[i] = norm;
    total += norm;
    if (norm > 0) for (let c = 0; c < rank; c++) own[c]! /= norm;
  }
  return total;
}

/** Numbers that look drawn at random, always the same. */
function scattered(count: number): Float64Array {
  let state = 0x9e3779b9;
  return Float64Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 2 ** 31;
  });
}
