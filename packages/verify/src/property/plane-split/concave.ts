import type { Enclosure } from '@ibp/exact';
import type { HiddenLayer, Objective } from './hidden-layer';

/**
 * An objective over a box, in features that go from -1 to 1: `constant + linear t + sum of gains[i] max(0, z[i])` with
 * `z = centers + scaled t`, of units that are open. What is to be bounded from above is concave but for the units in `above`.
 */
export type Concave = {
  readonly constant: number;
  readonly linear: Float64Array;
  /** `[features]` */
  readonly center: Float64Array;
  readonly radius: Float64Array;
  readonly above: Units;
  readonly below: Units;
  /** How far multipliers move in a step, while features move by about 1. */
  readonly step: number;
};

/** Open units, whose gains are above 0, or below. */
export type Units = {
  readonly units: Int32Array;
  readonly gains: Float64Array;
  /** `[units, features]` */
  readonly scaled: Float64Array;
  /** `[units, features]`: the magnitudes of the gain times these, and their signs. */
  readonly most: Float64Array;
  readonly signs: Float64Array;
  readonly centers: Float64Array;
  /** The most that `z` is from its center. */
  readonly reaches: Float64Array;
};

/** Steps over what a feature of a unit can move a plane by. */
const boldness = 5;

/** The objective over a box: what is linear on all of it joins the linear part. */
export function concaveOver(
  { weights, biases, features }: HiddenLayer,
  objective: Objective,
  { lower, upper }: Enclosure,
): Concave {
  const center = lower.map((l, j) => l + (upper[j]! - l) / 2);
  const radius = lower.map((l, j) => (upper[j]! - l) / 2);
  const linear = objective.linear.map((c, j) => c * radius[j]!);
  let constant = objective.linear.reduce((sum, c, j) => sum + c * center[j]!, objective.constant);
  const [above, below]: [Kept[], Kept[]] = [[], []];
  for (const [unit, gain] of objective.gains.entries()) {
    if (gain === 0) continue;
    const row = weights.subarray(unit * features, (unit + 1) * features);
    const scaled = row.map((w, j) => w * radius[j]!);
    const z = row.reduce((sum, w, j) => sum + w * center[j]!, biases[unit]!);
    const reach = scaled.reduce((sum, w) => sum + Math.abs(w), 0);
    if (z + reach <= 0) continue;
    if (z - reach < 0) {
      (gain > 0 ? above : below).push({ unit, gain, scaled, z, reach });
      continue;
    }
    constant += gain * z;
    for (let j = 0; j < features; j++) linear[j]! += gain * scaled[j]!;
  }
  const moved = above.reduce((sum, { gain, reach }) => sum + gain * reach, 0);
  const step = (boldness * moved) / Math.max(1, above.length * features) || 1;
  return { constant, linear, center, radius, above: unitsOf(above), below: unitsOf(below), step };
}

type Kept = {
  readonly unit: number;
  readonly gain: number;
  readonly scaled: Float64Array;
  readonly z: number;
  readonly reach: number;
};

const unitsOf = (kept: readonly Kept[]): Units => ({
  units: Int32Array.from(kept, ({ unit }) => unit),
  gains: Float64Array.from(kept, ({ gain }) => gain),
  scaled: Float64Array.from(kept.flatMap(({ scaled }) => Array.from(scaled))),
  most: Float64Array.from(kept.flatMap(({ gain, scaled }) => Array.from(scaled, (w) => Math.abs(gain * w)))),
  signs: Float64Array.from(kept.flatMap(({ scaled }) => Array.from(scaled, (w) => (w < 0 ? -1 : 1)))),
  centers: Float64Array.from(kept, ({ z }) => z),
  reaches: Float64Array.from(kept, ({ reach }) => reach),
});

/** The value that a unit takes in at a point `t`. */
export function zOf({ scaled, centers }: Units, k: number, t: Float64Array): number {
  const n = t.length;
  let z = centers[k]!;
  for (let j = 0; j < n; j++) z += scaled[k * n + j]! * t[j]!;
  return z;
}

/** The objective at a point `t`, in float64. */
export function valueAt({ constant, linear, above, below }: Concave, t: Float64Array): number {
  let value = linear.reduce((sum, c, j) => sum + c * t[j]!, constant);
  for (const own of [above, below]) {
    for (let k = 0; k < own.units.length; k++) value += own.gains[k]! * Math.max(0, zOf(own, k, t));
  }
  return value;
}
