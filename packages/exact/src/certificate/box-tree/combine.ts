import type { Enclosure } from '../../rigorous/enclosure';
import { leastCombination } from '../../rigorous/least-combination';

/** Upper bounds of the rows of a conjunction over a box, and the coefficients of the lines that they come from. */
export type BoundedRows = {
  readonly bounds: Float64Array;
  /** `[rows, features]`. */
  readonly coefficients: Float64Array;
};

/**
 * Multipliers, float32, of a conjunction's rows for which their sum has a small greatest value over a box. A choice, and no
 * proof: what it is worth is bounded anew.
 */
export function combine(box: Enclosure, { bounds, coefficients }: BoundedRows): Float64Array {
  const { lower, upper } = box;
  const n = lower.length;
  const constants = bounds.map((bound, r) => {
    let constant = bound;
    for (let i = 0; i < n; i++) {
      const a = coefficients[r * n + i]!;
      constant -= a > 0 ? a * upper[i]! : a * lower[i]!;
    }
    return constant;
  });
  const lines = { bounds, coefficients, constants };
  // as low as it goes: what is summed anew may come out a little higher
  const search = { steps: 40, enough: Number.NEGATIVE_INFINITY };
  return leastCombination(box, lines, [...bounds.keys()], search).weights.map(Math.fround);
}
