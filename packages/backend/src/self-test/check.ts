import type * as tf from '@tensorflow/tfjs-core';

/** A computation in plain tfjs ops, and the numbers that it gives in float32, by what they are. */
export type Check = {
  readonly compute: () => { readonly [what: string]: tf.Tensor };
  /** Whether they are read by `dataSync`. */
  readonly atOnce?: true;
  readonly expected: { readonly [what: string]: readonly number[] };
};
