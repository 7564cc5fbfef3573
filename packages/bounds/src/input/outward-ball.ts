import { ceilFloat32, floorFloat32, nextFloat32 } from '@ibp/core';
import type { BallShape } from './epsilon';
import { ofFeature } from './per-feature';

/** What rounding took from `a + b` in float64, exactly (TwoSum; Knuth 1969, Higham 2002 section 4.3). */
function lostIn(a: number, b: number): number {
  const sum = a + b;
  const part = sum - a;
  return a - (sum - part) + (b - part);
}

/** The greatest float32 that is not above the real `a + b`. */
function sumBelow(a: number, b: number): number {
  const near = floorFloat32(a + b);
  return near === a + b && lostIn(a, b) < 0 ? nextFloat32(near, false) : near;
}

/**
 * The ball around one input as the smallest box in float32 that holds all of it: every real point within epsilon of `x`
 * as stored that lies in the range, as written or as stored. `linfBall` rounds to nearest, and may lose a last digit.
 *
 * @param x one input, flat, of finite values in the range: see `assertInputs`.
 */
export function outwardBall(
  x: Float32Array,
  { epsilon, range: [least, greatest] }: BallShape,
): { readonly lower: Float32Array; readonly upper: Float32Array } {
  const lower = x.map((v, i) =>
    Math.max(sumBelow(v, -ofFeature(epsilon, i)), floorFloat32(ofFeature(least, i))),
  );
  const upper = x.map((v, i) =>
    Math.min(0 - sumBelow(-v, -ofFeature(epsilon, i)), ceilFloat32(ofFeature(greatest, i))),
  );
  return { lower, upper };
}
