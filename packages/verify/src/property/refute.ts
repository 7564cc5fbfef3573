import { type Enclosure, leastCombination } from '@ibp/exact';
import type { Lines } from './lines';

/** What became of one conjunction on one box. */
export type Refutation = {
  readonly refuted: boolean;
  /** Multipliers of the conjunction's rows, at least 0 and 1 together, whose combination has the least bound found. */
  readonly multipliers: Float64Array;
  readonly bound: number;
};

/** Which of the conjunctions, and its rows `start` to before `end`. */
export type Conjunction = { readonly index: number; readonly start: number; readonly end: number };

/**
 * Whether no point of the box can have all rows of a conjunction at 0 or above: where one of them, of their sums that were
 * bounded, or a convex combination of these is below 0 on the whole box ({@link leastCombination}).
 */
export function refute(box: Enclosure, lines: Lines, { index, start, end }: Conjunction): Refutation {
  const places = Array.from({ length: end - start }, (_, r) => start + r);
  const sums = (lines.sums ?? []).map((sum, k) => ({
    ...sum,
    at: lines.bounds.length - lines.sums!.length + k,
  }));
  const own = sums.filter(({ conjunction }) => conjunction === index);
  for (const { at } of own) places.push(at);
  const { bound, weights } = leastCombination(box, lines, places);
  const multipliers = weights.slice(0, end - start);
  own.forEach((sum, k) => {
    const weight = weights[end - start + k]!;
    for (const [r, m] of sum.multipliers.entries()) multipliers[r]! += weight * m;
  });
  return { refuted: bound < 0, multipliers, bound };
}
