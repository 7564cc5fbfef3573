import type { Enclosure } from './enclosure';
import { down, gamma, tiny, up } from './rounding';

/**
 * A row that lies below a plane over a box: at most `bound - sum of (|s| - s t)`, where `t`, from -1 to 1, says where in the box
 * a point is, feature by feature, and `s` is a coefficient times half a width.
 */
export type PlaneOverBox = { readonly bound: number; readonly slopes: Float64Array };

/** Of a row whose backward pass came to coefficients of the input, and with these to a bound; written into memory of its own, or given. */
export function planeOverBox(
  bound: number,
  coefficients: ArrayLike<number>,
  { lower, upper }: Enclosure,
  into: Float64Array = new Float64Array(lower.length),
): PlaneOverBox {
  for (let i = 0; i < lower.length; i++) into[i] = coefficients[i]! * ((upper[i]! - lower[i]!) / 2);
  return { bound, slopes: into };
}

/** Half of how far a plane falls on its box; where its bound is more, hardly a point of the box is cut off below 0. */
export function fallOf({ slopes }: PlaneOverBox): number {
  let sum = 0;
  for (let i = 0; i < slopes.length; i++) sum += Math.abs(slopes[i]!);
  return sum;
}

/**
 * Of features with slopes `s` and `t` of opposite signs, the sum of the lesser of `|s|` and `mu |t|`, and that of `|t|` where this is `mu |t|`. Of `mu`
 * 0 and Infinity too. What it gives is good until the next.
 */
export type FallSums = (mu: number) => { readonly taken: number; readonly rest: number };

/** Memory for the features in which two planes rise in opposite directions. */
let [own, others] = [new Float64Array(0), new Float64Array(0)];

/**
 * The greatest value of a row on the points of a box where another is not below 0 (complete clipping, Zhou et al. 2025,
 * Clip-and-Verify), by planes that both lie below; rounded up.
 *
 * @param known what need not be found again: where nothing is less, this.
 */
export function greatestWhere(row: PlaneOverBox, half: PlaneOverBox, known: number): number {
  const n = row.slopes.length;
  if (own.length < n) [own, others] = [new Float64Array(n), new Float64Array(n)];
  let count = 0;
  for (let i = 0; i < n; i++) {
    const [s, t] = [row.slopes[i]!, half.slopes[i]!];
    own[count] = s < 0 ? -s : s;
    others[count] = t < 0 ? -t : t;
    // what underflows may be left out
    count += s * t < 0 ? 1 : 0;
  }
  const sums: FallSums = (mu) => {
    let [taken, rest] = [0, 0];
    for (let i = 0; i < count; i++) {
      const [s, t] = [own[i]!, mu * others[i]!];
      taken += Math.min(s, t);
      rest += t < s ? others[i]! : 0;
    }
    return { taken, rest };
  };
  return leastOfSums(row.bound, half.bound, { features: n, sums, known });
}

/** Looks at the sum of two planes. */
const most = 16;
/** Of what a bound has been made less by, how much more would not be worth a look. */
const enough = 0.02;

/**
 * The least, over `mu >= 0`, of `bound + mu other - 2 taken`: what `greatestWhere` gives, of rows with these bounds. Any `mu` is
 * sound, so are sums in any order.
 */
export function leastOfSums(
  bound: number,
  other: number,
  { features, sums, known }: { readonly features: number; readonly sums: FallSums; readonly known: number },
): number {
  const rise = sums(0).rest;
  // that it falls by at 0
  if (!(2 * rise > other)) return known;
  const total = sums(Number.POSITIVE_INFINITY).taken;
  // what all of it takes off is the most
  if (!(bound - 2 * total < known) || !(total + rise < Number.POSITIVE_INFINITY)) return known;
  const paid = 1 - gamma(features + 8);
  let best = known;
  // convex in mu, and linear piece by piece: tangents meet at the least value in the end
  let left = { mu: 0, value: bound, slope: other - 2 * rise };
  let right: typeof left | undefined;
  let mu = total / rise;
  for (let k = 0; k < most; k++) {
    const { taken, rest } = sums(mu);
    const value = up(up(bound + up(mu * other)) - down(2 * (taken * paid - tiny)));
    if (value < best) best = value;
    const at = { mu, value, slope: other - 2 * rest };
    if (at.slope < 0) left = at;
    else right = at;
    if (!right) {
      mu *= 4;
      continue;
    }
    mu =
      (right.value - left.value + left.slope * left.mu - right.slope * right.mu) / (left.slope - right.slope);
    const floor = left.value + left.slope * (mu - left.mu);
    if (!(mu > left.mu && mu < right.mu) || !(floor < best - enough * (bound - best))) break;
  }
  return best;
}
