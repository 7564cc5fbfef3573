/** Where the first NaN or infinity is, or -1. A loop, and no call for each value: all weights of a run pass here often. */
export function indexOfNonFinite(values: ArrayLike<number>): number {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value !== 0) return i;
  }
  return -1;
}
