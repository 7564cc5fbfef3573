/** An activation of which it is known how little float32 loses; see `rounding` of an op's definition. */
export const withRounding = <Op extends object>(rounding: 'exact' | 'arithmetic', op: Op) => ({
  ...op,
  rounding,
});

/** One whose values are values of its input, or their negatives, and never below 0. */
export const exactNonNegative = <Op extends object>(op: Op) => ({
  ...withRounding('exact', op),
  sign: 'nonNegative' as const,
});
