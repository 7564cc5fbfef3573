import type { Enclosure } from '@ibp/exact';
import type { Lines } from './lines';
import { middleOf } from './region';
import type { UnsafeRows } from './rows';

/** A feature to cut a box at, and where; nothing where no interval can be cut any further. */
export type Cut = { readonly feature: number; readonly at: number };

/**
 * The feature whose interval counts most in the lines of the open conjunctions: the sum of `|coefficient| width` over
 * their rows, ties and zeros by width against the whole box (ReluVal's smear, Wang et al. 2018).
 */
export function chooseCut(
  { lower, upper }: Enclosure,
  { coefficients }: Lines,
  open: readonly UnsafeRows['conjunctions'][number][],
  whole: Enclosure,
): Cut | undefined {
  const n = lower.length;
  let best: (Cut & { score: number; share: number }) | undefined;
  for (let i = 0; i < n; i++) {
    const width = upper[i]! - lower[i]!;
    const at = middleOf(lower[i]!, upper[i]!);
    if (at === undefined) continue;
    let score = 0;
    for (const { start, end } of open) {
      for (let r = start; r < end; r++) score += Math.abs(coefficients[r * n + i]!) * width;
    }
    if (!Number.isFinite(score)) score = 0;
    const share = width / (whole.upper[i]! - whole.lower[i]!);
    if (!best || score > best.score || (score === best.score && share > best.share)) {
      best = { feature: i, at, score, share };
    }
  }
  return best && { feature: best.feature, at: best.at };
}
