import type { PlainSpec, Split } from '@ibp/exact';

/** One row over a part of the box: what a pass is made for. Arrays of units and slopes are as `Layers` has them. */
export type Part = {
  /** What is bounded, on the value of the node that a pass starts at: one row, or the sum of several with multipliers. */
  readonly rows: Rows;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly splits: readonly Split[];
  /** What made its bounds of hidden units tighter, one after the other. */
  readonly clips?: readonly Clip[] | undefined;
};

/** A pass over the part of the first so many splits, by whose plane hidden units were bounded anew. */
export type Clip = {
  readonly splits: number;
  readonly slopes: Float32Array;
  readonly betas: Float64Array;
  readonly multipliers: Float64Array;
};

/** Rows `c z + d`, and the row that is nowhere below their sum with multipliers >= 0. */
export type Rows = PlainSpec & { readonly summed: (multipliers: Float64Array) => PlainSpec };

/** What a bound may be improved by. */
export type Free = {
  readonly slopes: Float64Array;
  /** One for each split. */
  readonly betas: Float64Array;
  /** One for each of several rows, 1 together; of a single row, none. */
  readonly multipliers: Float64Array;
};

/** A single row. */
export function oneRow(c: Float64Array, d: number): Rows {
  const row = { c, d: Float64Array.of(d) };
  return { ...row, summed: () => row };
}
