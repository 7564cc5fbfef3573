import type { UnaryOp } from '../ops/definition';

/** An activation of which it is known how little float32 loses; see `rounding` of an op's definition. */
export const withRounding = <P>(rounding: 'exact' | 'arithmetic', op: UnaryOp<P>): UnaryOp<P> => ({
  ...op,
  rounding,
});

/** One whose values are values of its input, or their negatives, and never below 0. */
export const exactNonNegative = <P>(op: UnaryOp<P>): UnaryOp<P> => ({
  ...withRounding('exact', op),
  sign: 'nonNegative',
});
