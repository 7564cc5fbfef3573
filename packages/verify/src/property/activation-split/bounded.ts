import { type Cut, halvesOf, promisingCuts } from './branching';
import { chooseCuts, freeOfHalf } from './choose-cuts';
import { polyak } from './descent';
import { type Job, optimise, type Rates } from './optimise';
import type { Free } from './parts';
import type { Passes } from './passes';
import type { SearchNetwork } from './search-network';

/** What became of a part. */
export type Bounded = {
  readonly bound: number;
  readonly free: Free;
  /** Where the part may be cut. */
  readonly cuts: readonly Cut[];
  /** The point at which the bound is attained. */
  readonly point?: Float64Array | undefined;
};

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

/** Bounds parts, as many as there are. */
export function boundParts(passes: Passes, jobs: readonly Job[], rates: Rates): Bounded[] {
  const { net } = passes;
  const found: Bounded[] = [];
  for (let from = 0; from < jobs.length; from += net.capacity) {
    const some = jobs.slice(from, from + net.capacity);
    const cuts: Cut[][] = [];
    const points: Float64Array[] = [];
    const best = optimise(passes, some, rates, (i, s) => {
      cuts[i] = promisingCuts(passes, some[i]!.part, s, i);
      points[i] = pointOf(net, s);
    });
    best.forEach(({ bound, ...free }, i) => {
      found.push({ bound, free, cuts: cuts[i] ?? [], point: points[i] });
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
