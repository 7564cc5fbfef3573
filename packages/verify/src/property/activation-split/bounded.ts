import type { PlaneOverBox } from '@ibp/exact';
import { type Cut, halvesOf, promisingCuts } from './branching';
import { chooseCuts, freeOfHalf } from './choose-cuts';
import { polyak } from './descent';
import { planeOfPass } from './hidden-planes';
import { type Job, optimise, type Rates } from './optimise';
import type { Bounded } from './outcome';
import type { Passes } from './passes';
import { boundInRounds } from './rounds';
import type { SearchNetwork } from './search-network';

/** A part that is open, as it is taken up. */
export type Taken = Job & { readonly cuts: readonly Cut[] };

/** What became of an open part: both its halves, or itself where nothing is left to cut. */
export type Divided =
  | { readonly cut: Cut; readonly halves: readonly Bounded[] }
  | { readonly decided: Bounded };

/** For the whole box, for each part, and for one with nothing to cut: a linear program, whose multipliers need time. */
const each: Rates = { steps: 12, descending: polyak, enough: 0 };
export const whole: Rates = { ...each, steps: 60 };
const decided: Rates = { ...each, steps: 200 };

/** Bounds parts, as many as there are; parts that stay open again, with bounds of hidden units that their planes make tighter. */
export function boundParts(passes: Passes, jobs: readonly Job[], rates: Rates): Bounded[] {
  const found = boundOnce(passes, jobs, rates);
  const { planes } = passes;
  return planes
    ? boundInRounds(found, jobs, { passes, planes, bound: (more) => boundOnce(passes, more, each) })
    : found;
}

function boundOnce(passes: Passes, jobs: readonly Job[], rates: Rates): Bounded[] {
  const { net, region, planes } = passes;
  const found: Bounded[] = [];
  for (let from = 0; from < jobs.length; from += net.capacity) {
    const some = jobs.slice(from, from + net.capacity);
    const cuts: Cut[][] = [];
    const points: Float64Array[] = [];
    const halves: PlaneOverBox[] = [];
    const best = optimise(passes, some, rates, (i, s, bound) => {
      cuts[i] = promisingCuts(passes, some[i]!.part, s, i);
      points[i] = pointOf(net, s);
      if (planes && !(bound < 0)) halves[i] = planeOfPass(net, region, { s, bound }, halves[i]);
    });
    best.forEach(({ bound, ...free }, i) => {
      found.push({ bound, free, cuts: cuts[i] ?? [], point: points[i], half: halves[i] });
    });
  }
  return found;
}

/** Cuts open parts, and bounds what they were cut into. */
export function divide(passes: Passes, taken: readonly Taken[]): Divided[] {
  const chosen = chooseCuts(passes, taken);
  const halves = taken.flatMap(({ part, free }, i): Job[] => {
    const cut = chosen[i];
    return cut
      ? halvesOf(part, cut).map((half, k) => ({ part: half, free: freeOfHalf(free, cut.keeping[k]) }))
      : [];
  });
  const found = boundParts(passes, halves, each);
  const uncut = boundParts(
    passes,
    taken.filter((_, i) => !chosen[i]),
    decided,
  );
  return chosen.map((cut) => (cut ? { cut, halves: found.splice(0, 2) } : { decided: uncut.shift()! }));
}

/** The point at which the bound in row `s` of the last pass is attained. */
function pointOf({ nodes, heap }: SearchNetwork, s: number): Float64Array {
  const { values, stride, size } = nodes[0]!;
  return heap.slice(values + s * stride, values + s * stride + size);
}
