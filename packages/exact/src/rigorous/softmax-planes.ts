import { exp } from '../elementary/exp';
import { log } from '../elementary/log';
import type { Enclosure } from './enclosure';
import { down, gamma, slack, up } from './rounding';

/** `slopes . x + shift` over the logits of one row. */
export type Plane = { readonly slopes: Float64Array; readonly shift: number };

/** One output of softmax: logit `own` of the `n` from `start` on. */
export type Share = { readonly start: number; readonly n: number; readonly own: number };

/** How far each other logit may be from the output's own. */
type Differences = {
  readonly others: readonly number[];
  readonly ends: readonly (readonly [number, number])[];
};

function differencesOf({ lower, upper }: Enclosure, { start, n, own }: Share): Differences {
  const others = Array.from({ length: n }, (_, j) => start + j).filter((j) => j !== start + own);
  const ends = others.map((j) => {
    return [down(lower[j]! - upper[start + own]!), up(upper[j]! - lower[start + own]!)] as const;
  });
  return { others, ends };
}

const middle = ([lower, upper]: readonly [number, number]): number => (lower + upper) / 2;

/**
 * The plane `shift - factor sum of a_j (x_j - x_own)`, moved `up` or `down` by what rounding has made of its slopes; nothing
 * where anything overflowed.
 */
function planeOf(
  box: Enclosure,
  { start, n, own }: Share,
  a: readonly number[],
  factor: number,
  move: (lost: number) => number,
): Plane | undefined {
  const slopes = new Float64Array(n);
  const most = (i: number) => Math.max(-box.lower[i]!, box.upper[i]!);
  let [sum, size] = [0, 0];
  let at = 0;
  for (let j = 0; j < n; j++) {
    if (j === own) continue;
    const slope = factor * a[at++]!;
    slopes[j] = -slope;
    sum += slope;
    size += slope * (most(start + j) + most(start + own));
  }
  slopes[own] = sum;
  const shift = move(gamma(n + 8) * size * slack);
  return Number.isFinite(shift) && slopes.every(Number.isFinite) ? { slopes, shift } : undefined;
}

/**
 * A plane over `1 / s`, `s = 1 + sum of exp(x_j - x_own)` (Wei et al. 2023, Convex bounds on the softmax function): the chord
 * of the reciprocal, and tangents under the exponentials. `1 / s + k s` is convex: greatest at an end, for any `k`. And
 * `exp(d) >= a (d + 1 - log a)` for any `a`.
 */
export function planeAbove(box: Enclosure, share: Share): Plane | undefined {
  const { ends } = differencesOf(box, share);
  const least = ends.reduce((sum, [l]) => down(sum + exp(l)[0]), 1);
  const most = ends.reduce((sum, [, u]) => up(sum + exp(u)[1]), 1);
  const k = 1 / (least * most);
  const at = (s: number) => up(up(1 / s) + up(k * s));
  const a = ends.map((d) => exp(middle(d))[0]);
  const constants = a.reduce((sum, v) => (v > 0 ? down(sum + down(v * down(1 - log(v)[1]))) : sum), 1);
  const from = Math.max(at(least), at(most));
  return planeOf(box, share, a, k, (lost) => up(up(from - down(k * constants)) + lost));
}

/** A plane under `1 / s`: the tangent of the reciprocal, `1 / s >= 2 r - r^2 s` for any `r`, and chords over the exponentials. */
export function planeBelow(box: Enclosure, share: Share): Plane | undefined {
  const { ends } = differencesOf(box, share);
  const chords = ends.map(([l, u]) => {
    const [first, last] = [exp(l)[1], exp(u)[1]];
    const slope = Math.max((last - first) / (u - l), 0);
    return { slope, shift: Math.max(up(first - down(slope * l)), up(last - down(slope * u))) };
  });
  const s = chords.reduce((sum, { slope, shift }, j) => sum + slope * middle(ends[j]!) + shift, 1);
  const constants = chords.reduce((sum, { shift }) => up(sum + shift), 1);
  const r = 1 / s;
  const square = r * r;
  const taken = Math.max(up(up(square) * constants), up(down(square) * constants));
  return planeOf(
    box,
    share,
    chords.map(({ slope }) => slope),
    square,
    (lost) => down(down(2 * r - taken) - lost),
  );
}

/** The value of a plane in the middle of a box, rounded anyhow: for choosing. */
export const inMiddle = ({ slopes, shift }: Plane, { lower, upper }: Enclosure, start: number): number =>
  slopes.reduce((sum, slope, j) => sum + slope * ((lower[start + j]! + upper[start + j]!) / 2), shift);
