import type { Enclosure, RowLines } from '@ibp/exact';

/** A row that is the sum of a conjunction's with multipliers >= 0: below 0, it refutes the conjunction. */
export type SumOfRows = { readonly conjunction: number; readonly multipliers: Float64Array };

/** Upper bounds of rows over one box, of its real inputs. */
export type Lines = RowLines & {
  /**
   * Other lines of the same rows, with lower bounds, which `bounds` are by. The lower the greatest value of a line has been
   * made, the less its coefficients tell of what the row depends on.
   */
  readonly lower?: Pick<RowLines, 'coefficients' | 'constants'>;
  /** What the rows after those of the conjunctions are, in their order: bounded as one row, a sum has tighter lines than its parts. */
  readonly sums?: readonly SumOfRows[];
  /** What the method knows of hidden units, for parts of the box. */
  readonly inner?: unknown;
};

/** A box, with `inner` and `sums` as the box that it is a part of had them, and the conjunctions that are open. */
export type BoxPart = {
  readonly box: Enclosure;
  readonly inner?: unknown;
  readonly sums?: readonly SumOfRows[] | undefined;
  readonly open?: readonly number[];
};

/** A way to bound rows. */
export type Bounder = {
  /** How many parts are bounded between two looks at the clock; a second's work at most. */
  readonly together: number;
  readonly bound: (parts: readonly BoxPart[]) => Lines[];
  /** Looser and far cheaper, by what is known of a larger box: for comparing cuts before one is made. */
  readonly estimate?: (part: BoxPart) => Lines;
};
