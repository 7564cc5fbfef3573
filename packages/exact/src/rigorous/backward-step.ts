import type { Totals } from './totals';

/** What every step of a backward pass takes, whatever the node: its coefficients, and where they go on to. */
export type BackwardStep = {
  /** Of the node's units: `[specs, units]`, row by row. */
  readonly c: Float64Array;
  /** For each input of the node the coefficients of its units, which the step adds to. */
  readonly into: readonly Float64Array[];
  /** How many terms a coefficient of an input is the sum of, at most. */
  readonly terms: number;
  readonly sums: Totals;
};
