import { type Concave, zOf } from './concave';
import { projectPlane } from './project';

/** Which side of 0 each unit of `above` is said to be on: 1, -1, or 0 for none. */
export type Sides = Int8Array;

/** What a bound is improved by. Arrays are changed where they are. */
export type Duals = {
  /** `[above, features]`: how much of what a feature moves a unit by its plane follows, times the gain. */
  readonly planes: Float64Array;
  /** Of units in `below`, the slope of the line below `max(0, z)`. */
  readonly slopes: Float64Array;
  /** Multipliers of the sides. */
  readonly betas: Float64Array;
  /** `[features]`: near where the bound is attained. */
  readonly point: Float64Array;
};

export type Bounded = {
  /** The least bound that was found; of the duals as they are, where it is below `enough`. */
  readonly bound: number;
  /** The mean of the later points. */
  readonly mean: Float64Array;
};

/** Of no part yet. */
export const firstDuals = ({ above, below, linear }: Concave): Duals => ({
  planes: new Float64Array(above.scaled.length),
  slopes: new Float64Array(below.units.length).fill(0.5),
  betas: new Float64Array(above.units.length),
  point: new Float64Array(linear.length),
});

export const copyOf = ({ planes, slopes, betas, point }: Duals): Duals => ({
  planes: planes.slice(),
  slopes: slopes.slice(),
  betas: betas.slice(),
  point: point.slice(),
});

/**
 * Upper bounds of a concave objective where units are on given sides, by the primal-dual method (Chambolle and Pock 2011) on the
 * Lagrangian: the point climbs it in the box, while planes, slopes and multipliers go down. A plane is above `max(0, z)` over the box
 * where it follows each feature by between none and all of what that moves `z`, by half the greatest `z` together: the planes
 * between those of Anderson et al. 2020. Any duals give a bound, `constant + sum of |coefficient|`.
 */
export function descend(
  concave: Concave,
  sides: Sides,
  duals: Duals,
  { steps, enough }: { readonly steps: number; readonly enough: number },
): Bounded {
  const { above, below, linear, step } = concave;
  const { planes, slopes, betas, point } = duals;
  const { signs } = above;
  const n = linear.length;
  const base = linear.slice();
  let constant = concave.constant;
  const [open, split]: [number[], number[]] = [[], []];
  for (let k = 0; k < sides.length; k++) {
    (sides[k] === 0 ? open : split).push(k);
    if (sides[k] === 0) constant += (above.gains[k]! * (above.centers[k]! + above.reaches[k]!)) / 2;
    if (sides[k]! <= 0) continue;
    constant += above.gains[k]! * above.centers[k]!;
    for (let j = 0; j < n; j++) base[j]! += above.gains[k]! * above.scaled[k * n + j]!;
  }
  for (const k of open) projectPlane(concave, k, planes, point, 0);
  const lengths = stepsOf(concave, open.length, split);
  const coefficients = new Float64Array(n);
  const last = new Float64Array(n);
  const mean = new Float64Array(n);
  let best = Number.POSITIVE_INFINITY;
  let taken = 0;
  for (let t = 0; ; t++) {
    coefficients.set(base);
    let value = constant;
    for (const k of open) {
      const from = k * n;
      for (let j = 0; j < n; j++) {
        coefficients[j]! += signs[from + j]! * planes[from + j]!;
      }
    }
    for (let k = 0; k < slopes.length; k++) {
      const factor = below.gains[k]! * slopes[k]!;
      value += factor * below.centers[k]!;
      for (let j = 0; j < n; j++) coefficients[j]! += factor * below.scaled[k * n + j]!;
    }
    for (const k of split) {
      const factor = sides[k]! * betas[k]!;
      value += factor * above.centers[k]!;
      for (let j = 0; j < n; j++) coefficients[j]! += factor * above.scaled[k * n + j]!;
    }
    for (let j = 0; j < n; j++) value += Math.abs(coefficients[j]!);
    if (value < best) best = value;
    if (t === steps || best < enough || Number.isNaN(value)) break;
    if (t === 0) last.set(coefficients);
    for (let j = 0; j < n; j++) {
      const moved = point[j]! + lengths[j]! * (2 * coefficients[j]! - last[j]!);
      point[j] = Math.min(1, Math.max(-1, moved));
    }
    last.set(coefficients);
    if (2 * t >= steps) {
      taken += 1;
      for (let j = 0; j < n; j++) mean[j]! += point[j]!;
    }
    for (const k of open) projectPlane(concave, k, planes, point, step);
    for (let k = 0; k < slopes.length; k++) {
      const gain = below.gains[k]!;
      const moved = slopes[k]! - (step * gain * zOf(below, k, point)) / (-gain * below.reaches[k]!);
      slopes[k] = Math.min(1, Math.max(0, moved));
    }
    for (const k of split) {
      const moved = betas[k]! - (step * sides[k]! * zOf(above, k, point)) / above.reaches[k]!;
      betas[k] = Math.max(0, moved);
    }
  }
  return { bound: best, mean: taken === 0 ? point.slice() : mean.map((sum) => sum / taken) };
}

/** How far each feature moves: less, the more depends on it (Pock and Chambolle 2011, Diagonal preconditioning). */
function stepsOf(
  { above, below, linear, step }: Concave,
  open: number,
  split: readonly number[],
): Float64Array {
  const n = linear.length;
  const all = new Float64Array(n).fill(open);
  for (let k = 0; k < below.units.length; k++) {
    for (let j = 0; j < n; j++) all[j]! += Math.abs(below.gains[k]! * below.scaled[k * n + j]!);
  }
  for (const k of split) for (let j = 0; j < n; j++) all[j]! += Math.abs(above.scaled[k * n + j]!);
  return all.map((sum) => 1 / (step * Math.max(sum, 1e-300)));
}
