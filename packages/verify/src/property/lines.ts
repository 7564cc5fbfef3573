import type { Enclosure } from '@ibp/exact';

/**
 * Upper bounds of rows over one box: each row is at most `coefficients x + constants` at every real input of the box,
 * and at most `bounds` on all of it. `coefficients` is `[rows, inputs]`, row by row. NaN bounds nothing.
 */
export type Lines = {
  readonly coefficients: Float64Array;
  readonly constants: Float64Array;
  readonly bounds: Float64Array;
  /** What the method knows of hidden units, for parts of the box. */
  readonly inner?: unknown;
};

/** A box, with `inner` as the box that it is a part of had it. */
export type BoxPart = { readonly box: Enclosure; readonly inner?: unknown };

/** A way to bound rows. */
export type Bounder = {
  readonly bound: (parts: readonly BoxPart[]) => Lines[];
  /** Looser and far cheaper, by what is known of a larger box: for comparing cuts before one is made. */
  readonly estimate?: (part: BoxPart) => Lines;
};
