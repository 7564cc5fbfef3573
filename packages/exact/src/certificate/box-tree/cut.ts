import type { Enclosure } from '../../rigorous/enclosure';

/** Where a part is cut in two: both halves hold the points of `x[feature] = at`. */
export type Cut = { readonly feature: number; readonly at: number };

/** The lower half, and the upper one. */
export function halves({ lower, upper }: Enclosure, { feature, at }: Cut): [Enclosure, Enclosure] {
  const [least, greatest] = [lower.slice(), upper.slice()];
  least[feature] = at;
  greatest[feature] = at;
  return [
    { lower, upper: greatest },
    { lower: least, upper },
  ];
}

/**
 * The middle of the feature that counts most (ReluVal's smear, Wang et al. 2018); of those that count nothing, of the widest
 * against the whole box. Nothing where no feature has a number between its ends.
 */
export function chooseCut(
  { lower, upper }: Enclosure,
  scores: Float64Array,
  box: Enclosure,
): Cut | undefined {
  let best: (Cut & { readonly score: number; readonly share: number }) | undefined;
  for (const [feature, score] of scores.entries()) {
    const [l, u] = [lower[feature]!, upper[feature]!];
    const middle = l + (u - l) / 2;
    const short = Math.fround(middle); // of half the bytes
    const at = l < short && short < u ? short : middle;
    if (!(l < at && at < u)) continue;
    const share = (u - l) / (box.upper[feature]! - box.lower[feature]!);
    if (!best || score > best.score || (score === best.score && share > best.share)) {
      best = { feature, at, score, share };
    }
  }
  return best;
}
