import type { UnsafeRows } from './rows';

/** The least row of each conjunction at an output: all of them are 0 or above where it is. */
export function conjunctionValues(
  { spec: { c, d }, conjunctions }: UnsafeRows,
  output: ArrayLike<number>,
): Float64Array {
  return Float64Array.from(conjunctions, ({ start, end }) => {
    let least = Number.POSITIVE_INFINITY;
    for (let r = start; r < end; r++) {
      let sum = d[r]!;
      for (let k = 0; k < output.length; k++) sum += c[r * output.length + k]! * output[k]!;
      if (!(sum >= least)) least = sum; // NaN is kept
    }
    return least;
  });
}
