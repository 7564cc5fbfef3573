import type { PlainNetwork } from '@ibp/core';
import { plainTrace } from '@ibp/exact';
import { polyak } from '../activation-split/descent';
import type { Part, PartBound } from './part-bound';

export type Known = { readonly part: Part; readonly known: PartBound };

/**
 * The part with the multipliers of its cuts moved, while it is open, against what the bound grows with them by: how far the values of
 * the units that were cut are from where that was, at the point at which the bound is attained. Values of the network stand in for
 * those of its lines, which they come close to as parts become small; any multipliers are sound.
 *
 * @param most steps.
 */
export function withBetterBetas(
  network: PlainNetwork,
  given: Known,
  bounded: (part: Part) => Known,
  most: number,
): Known {
  let best = given;
  let last = given;
  const { splits } = given.part;
  const descent = polyak(splits.length);
  for (let t = 0; t < most && best.known.bound >= 0; t++) {
    const values = plainTrace(network, last.known.point);
    const gradient = Float64Array.from(splits, ({ node, unit, side, at = 0 }, k) => {
      const beyond = values[node]![unit]! - at;
      const slope = side === 'active' ? beyond : -beyond;
      // a multiplier stays at 0 or above
      return slope > 0 && last.part.betas[k] === 0 ? 0 : slope;
    });
    if (gradient.every((slope) => slope === 0)) break;
    const steps = descent(gradient, { bound: last.known.bound, best: best.known.bound });
    const betas = last.part.betas.map((beta, k) => Math.max(0, beta - steps[k]!));
    if (!betas.every(Number.isFinite)) break;
    last = bounded({ ...last.part, betas });
    if (last.known.bound < best.known.bound) best = last;
  }
  return best;
}
