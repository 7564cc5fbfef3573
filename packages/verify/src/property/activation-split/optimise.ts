import type { Batch } from './batch';
import type { Descending } from './descent';
import { sizeOfFree, stepDown, writeGradient } from './gradient';
import type { Layers } from './layers';
import { writePartLines, writeSlopes } from './lines';
import type { Free, Part } from './parts';
import type { Passes } from './passes';
import { pullBack } from './pull-back';
import { pushForward } from './push-forward';

export type Rates = {
  readonly steps: number;
  readonly descending: Descending;
  /** Below this a bound is as good as it has to be. */
  readonly enough: number;
};

/** A part, and what its bound is to be improved from. */
export type Job = { readonly part: Part; readonly free: Free };

/** The least bound of a part that was found, and what gave it. */
export type Best = Free & { readonly bound: number };

/** Sees a pass that gave part `at` a better bound in row `s`, before the next one. */
export type Look = (at: number, s: number, bound: number) => void;

/**
 * Upper bounds of parts, at most as many as the network has room for, with slopes and multipliers improved step by step
 * (alpha-CROWN, Xu et al. 2021; beta-CROWN, Wang et al. 2021). A part whose bound is below `enough` moves no more.
 */
export function optimise(passes: Passes, jobs: readonly Job[], rates: Rates, look?: Look): Best[] {
  const { net, layers, region, start, reached, units } = passes;
  const { steps, descending, enough } = rates;
  const moving = jobs.map(({ part, free: given }, at) => {
    if (!units) writePartLines(net, layers, part, at, start);
    const free = copyOf(given);
    const size = sizeOfFree(free);
    const best: Best = { bound: Number.POSITIVE_INFINITY, ...given };
    return { at, part, free, gradient: new Float64Array(size), descent: descending(size), best };
  });
  const end = lastToMove(layers, jobs, start);
  let active = moving;
  // a bound at the least, whatever the time
  for (let t = 1; t <= steps && active.length > 0 && (t === 1 || !reached()); t++) {
    const batch: Batch = {
      start,
      parts: active.map(({ part }) => part),
      free: active.map(({ free }) => free),
      places: active.map(({ at }) => at),
      fields: units?.fields && active.map(({ at }) => units.fields![at]!),
    };
    for (const { at, part, free } of active) writeSlopes(net, layers, part, free, { place: at, end: start });
    const bounds = pullBack(net, region, batch);
    if (t < steps || look) pushForward(net, batch, end);
    active.forEach((one, s) => {
      const bound = bounds[s]!;
      if (!(bound < one.best.bound)) return;
      // nothing has moved before the first step: what is kept of many is then one
      one.best = { bound, ...(t === 1 ? jobs[one.at]!.free : copyOf(one.free)) };
      look?.(one.at, s, bound);
    });
    if (t === steps) break;
    active.forEach(({ part, free, gradient, descent, best }, s) => {
      if (best.bound < enough) return;
      writeGradient(passes, part, free, s, gradient);
      stepDown(layers, free, descent(gradient, { bound: bounds[s]!, best: best.bound }));
    });
    active = active.filter(({ best }) => !(best.bound < enough));
  }
  return moving.map(({ best }) => best);
}

const copyOf = ({ slopes, betas, multipliers }: Free): Free => ({
  slopes: slopes.slice(),
  betas: betas.slice(),
  multipliers: multipliers.slice(),
});

/** The last node whose value a gradient needs. */
function lastToMove({ sloped }: Layers, jobs: readonly Job[], start: number): number {
  if (jobs.some(({ free }) => free.multipliers.length > 0)) return start;
  const before = sloped.filter(({ node }) => node <= start).map(({ layer }) => layer.node);
  const split = jobs.flatMap(({ part }) => part.splits.map(({ node }) => node));
  return [...before, ...split].reduce((a, b) => (b < start ? Math.max(a, b) : a), 0);
}
