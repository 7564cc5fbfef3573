/** The k-th greatest value and where it is. */
export type Score = { readonly margin: number; readonly spec: number };

const NONE: Score = { margin: Number.NaN, spec: -1 };

/** What decides whether a point breaks the specifications: above 0 where at least `k` of them are violated. */
export function scoreOf(values: ArrayLike<number>, k: number): Score {
  let spec = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) return NONE; // of what overflowed, nothing is known
    if (values[i]! > values[spec]!) spec = i;
  }
  if (k > 1) {
    spec = Array.from(values, (_, i) => i).sort((a, b) => values[b]! - values[a]! || a - b)[k - 1]!;
  }
  return { margin: values[spec]!, spec };
}
