import { type Cut, halvesOf } from './branching';
import { polyak } from './descent';
import { type Job, optimise } from './optimise';
import type { Free } from './parts';
import type { Passes } from './passes';
import type { Open } from './queue';

/** What halves of a part start from: what gave its own bound, and a multiplier of the new split. */
export const freeOfHalf = ({ betas, ...free }: Free, beta = 0): Free => ({
  ...free,
  betas: Float64Array.of(...betas, beta),
});

/**
 * The cut of each part whose halves have the best bounds before these are improved (filtered smart branching, De Palma et al.
 * 2021); nothing where there is none, and the most promising where no time is left to compare them.
 */
export function chooseCuts(
  passes: Passes,
  picked: readonly Pick<Open, 'part' | 'free' | 'cuts'>[],
): (Cut | undefined)[] {
  const jobs = picked.flatMap(({ part, free, cuts }): Job[] => {
    if (cuts.length < 2) return [];
    const own = freeOfHalf(free);
    return cuts.flatMap((cut) => halvesOf(part, cut).map((half) => ({ part: half, free: own })));
  });
  const { capacity } = passes.net;
  const bounds: number[] = [];
  for (let from = 0; from < jobs.length && !passes.reached(); from += capacity) {
    const found = optimise(passes, jobs.slice(from, from + capacity), once);
    for (const { bound } of found) bounds.push(bound);
  }
  let next = 0;
  return picked.map(({ cuts }) => {
    if (cuts.length < 2) return cuts[0];
    const scores = cuts.map(() => {
      const [a, b] = [Math.max(bounds[next++]!, 0), Math.max(bounds[next++]!, 0)];
      return Math.max(a, b) + 0.3 * Math.min(a, b);
    });
    return cuts[scores.indexOf(Math.min(...scores))] ?? cuts[0];
  });
}

const once = { steps: 1, descending: polyak, enough: 0 };
