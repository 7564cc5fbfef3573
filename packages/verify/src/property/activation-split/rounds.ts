import type { PlanesOnHeap } from './fall';
import { cutsOff, type Ends, tighterEnds } from './hidden-planes';
import type { Job } from './optimise';
import type { Bounded } from './outcome';
import type { Clip, Free, Part } from './parts';
import type { Passes } from './passes';

/** How often a part may be bounded again, and what has to be left of lines at most for it. */
const [most, worthwhile] = [2, 0.8];

/** Of what is refuted as no point of it is left. */
const none = -Number.MAX_VALUE;

/**
 * Makes bounds of hidden units of open parts tighter by the planes of these, for what the parts are cut into, and bounds anew those
 * whose lines become much tighter.
 */
export function boundInRounds(
  given: readonly Bounded[],
  jobs: readonly Job[],
  {
    passes,
    planes,
    bound,
  }: {
    readonly passes: Passes;
    readonly planes: PlanesOnHeap;
    readonly bound: (jobs: readonly Job[]) => readonly Bounded[];
  },
): Bounded[] {
  const found = [...given];
  let open = [...found.keys()];
  for (let round = 0; ; round++) {
    const again = open.flatMap((i): { readonly i: number; readonly ends: Ends }[] => {
      const { half, ends, cuts, ...one } = found[i]!;
      if (!half || one.bound < 0 || !cutsOff(half)) return [];
      const { part } = jobs[i]!;
      const known = ends ?? part;
      const tighter = tighterEnds(passes, planes, half, known);
      const clips = [...(known.clips ?? []), clipOf(part, one.free)];
      if (!tighter) {
        found[i] = { ...one, ends: { ...known, clips }, cuts: [], bound: none };
        return [];
      }
      const own = { lower: tighter.lower, upper: tighter.upper, clips };
      const inside = cuts.filter(isInside(own));
      // where no cut is left of those that were found, more may be, by another pass alone
      if (inside.length > 0) found[i] = { ...one, half, ends: own, cuts: inside };
      return tighter.left <= worthwhile || inside.length === 0 ? [{ i, ends: own }] : [];
    });
    if (round === most || again.length === 0) return found;
    const more = bound(
      again.map(({ i, ends }) => ({ part: { ...jobs[i]!.part, ...ends }, free: found[i]!.free })),
    );
    open = again.flatMap(({ i, ends }, k) => {
      const better = more[k]!;
      if (!(better.bound < 0 || (better.bound < found[i]!.bound && better.cuts.length > 0))) return [];
      found[i] = { ...better, ends };
      return [i];
    });
  }
}

const clipOf = ({ splits }: Part, { slopes, ...free }: Free): Clip => ({
  ...free,
  splits: splits.length,
  slopes: Float32Array.from(slopes),
});

const isInside =
  ({ lower, upper }: Pick<Part, 'lower' | 'upper'>) =>
  ({ index, at }: Bounded['cuts'][number]): boolean =>
    lower[index]! < at && at < upper[index]!;
