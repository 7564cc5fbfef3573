import type { Enclosure } from '@ibp/exact';

/**
 * Upper bounds of rows over one box: each row is at most `coefficients x + constants` at every real input of the box,
 * and at most `bounds` on all of it. `coefficients` is `[rows, inputs]`, row by row. NaN bounds nothing.
 */
export type Lines = {
  readonly coefficients: Float64Array;
  readonly constants: Float64Array;
  readonly bounds: Float64Array;
};

/** Lines for each of some boxes. */
export type LinesOf = (boxes: readonly Enclosure[]) => Lines[];
