import type { PlainNetwork } from '@ibp/core';
import type { Split } from '@ibp/exact';
import { type Known, withBetterBetas } from './better-betas';
import { openUnits, valueToCutAt } from './open-units';
import type { Part } from './part-bound';

/** How many cuts are compared by what their halves have. */
const compared = 4;
/** Steps that multipliers of these are improved by, and more of those that are taken. */
const [few, more] = [4, 8];
/** More cuts on one way than rounding is paid for are never made. */
const deepest = 400;

/** The halves by the cut whose worse half is best (filtered smart branching, De Palma et al. 2021); nothing where there is none. */
export function bestHalves(
  network: PlainNetwork,
  { part, known }: Known,
  bounded: (part: Part) => Known,
): readonly Known[] | undefined {
  if (part.splits.length >= deepest) return undefined;
  let best: { readonly halves: readonly Known[]; readonly score: number } | undefined;
  for (const { node, unit } of openUnits(network, known.boxes, known.coefficients, compared)) {
    const { lower, upper } = known.boxes[node]!;
    const at = valueToCutAt(network, node, [lower[unit]!, upper[unit]!]);
    if (at === undefined) continue;
    const halves = (['active', 'inactive'] as const).map((side) => {
      const split: Split = { node, unit, side, ...(at === 0 ? {} : { at }) };
      const half = bounded({ ...part, splits: [...part.splits, split], betas: [...part.betas, 0] });
      return withBetterBetas(network, half, bounded, few);
    });
    const [a, b] = halves.map((half) => Math.max(half.known.bound, 0)) as [number, number];
    const score = Math.max(a, b) + 0.3 * Math.min(a, b);
    if (!best || score < best.score) best = { halves, score };
  }
  return best?.halves.map((half) => withBetterBetas(network, half, bounded, more));
}
