import type { Net } from './net';

/** Both ends of each feature, float32: the box is that of all real points between. */
export type Box = { readonly lower: Floats; readonly upper: Floats };

/** float32 as methods take them, float64 where the ends of a ball were computed. */
export type Floats = Float32Array | Float64Array;

/** `c . z + d < 0` is what is to be proved of the output `z`. */
export type Row = { readonly c: Float32Array; readonly d: number };

/** A network with boxes and, for each box, the same number of rows. */
export type Case = {
  readonly family: string;
  readonly net: Net;
  readonly boxes: readonly Box[];
  /** By box. */
  readonly rows: readonly (readonly Row[])[];
};

/** What a family makes; boxes and rows are drawn where it leaves them open. */
export type Draft = {
  readonly net: Net;
  readonly boxes?: readonly Box[];
  /** The `c` of rows, the same for each box. */
  readonly directions?: readonly Float32Array[];
};
