import type { Enclosure } from '../enclosure';

/** What a float32 program may make of the units of a node, beyond what the op's real function makes of what it takes in. */
export type Float32Rounding = {
  /** `|computed - f(computed inputs)|` of each unit at most; nothing where it is 0, and for what may be merged. */
  readonly error?: Float64Array;
  /** Of what may be merged: the magnitudes of the products that each unit is the sum of, which whatever takes it in pays for. */
  readonly owed?: Float64Array;
  /** Of what may be merged: more than any sum or product of what it is computed from can be. */
  readonly size?: number;
};

/** What is computed from: the box of an input of a node, and its rounding. */
export type Float32Input = { readonly box: Enclosure; readonly rounding: Float32Rounding | undefined };
