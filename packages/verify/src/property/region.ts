import { ceilFloat32, floorFloat32 } from '@ibp/core';
import type { Enclosure } from '@ibp/exact';

/**
 * Where in the middle of an interval it is cut: a number strictly between its ends, a float32 where there is one (it takes
 * less room in a certificate), nothing where float64 has none.
 */
export function middleOf(lower: number, upper: number): number | undefined {
  const middle = lower + (upper - lower) / 2;
  const near = Math.fround(middle);
  // not beside an end, where float32 is coarser than the interval
  if (near - lower > (upper - lower) / 4 && upper - near > (upper - lower) / 4) return near;
  return middle > lower && middle < upper ? middle : undefined;
}

/** Both halves of a box cut at a value of one feature; the cut belongs to both. */
export function halvesOf({ lower, upper }: Enclosure, feature: number, at: number): [Enclosure, Enclosure] {
  const [below, above] = [upper.slice(), lower.slice()];
  below[feature] = at;
  above[feature] = at;
  return [
    { lower, upper: below },
    { lower: above, upper },
  ];
}

/** The float32 box around a box, flattened into arrays that start at an offset. */
export function writeOutward(
  { lower, upper }: Enclosure,
  into: { readonly lower: Float32Array; readonly upper: Float32Array },
  offset: number,
): void {
  for (let i = 0; i < lower.length; i++) {
    into.lower[offset + i] = floorFloat32(lower[i]!);
    into.upper[offset + i] = ceilFloat32(upper[i]!);
  }
}

/** The float32 in `[lower, upper]` nearest to `x`; where there is none, the one nearest to the interval. */
export function float32Within(x: number, lower: number, upper: number): number {
  const [least, greatest] = [ceilFloat32(lower), floorFloat32(upper)];
  if (least > greatest) return Math.fround(lower + (upper - lower) / 2);
  return Math.fround(Math.min(Math.max(x, least), greatest));
}
