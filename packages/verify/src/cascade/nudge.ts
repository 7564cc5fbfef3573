import { float32Range, ofFeature } from '@ibp/bounds';
import { ceilFloat32, floorFloat32, nextFloat32 } from '@ibp/core';
import { float32Within } from '../property/region';
import type { Ball, Question } from './question';

/** Float32 rounding of `x + epsilon`, and a little more. */
const ROUNDING = 2 ** -22;

/**
 * A point that float32 rounding left just outside the ball, as the corner of a box in float32 may be, moved to the nearest
 * float32 inside. Points that lie further out are left as they are.
 */
export function nudge(point: Float32Array, { x, about }: Question, { epsilon, range }: Ball): Float32Array {
  if (about) {
    const { lower, upper } = about.box;
    return point.map((value, i) => {
      const v = float32Within(value, lower[i]!, upper[i]!);
      return Math.abs(v - value) <= ROUNDING * (Math.abs(lower[i]!) + Math.abs(upper[i]!)) ? v : value;
    });
  }
  return point.map((value, i) => {
    const center = x[i]!;
    const radius = ofFeature(epsilon, i);
    const [least, greatest] = float32Range(range, i);
    let v = Math.min(Math.max(value, least), greatest);
    const slack = ROUNDING * (Math.abs(center) + radius);
    if (!(Math.abs(v - value) <= slack)) return value;
    if (!(Math.abs(v - center) <= radius + slack)) return value;
    v = Math.min(Math.max(v, ceilFloat32(center - radius)), floorFloat32(center + radius));
    // where the ends of the ball were rounded themselves
    while (Math.abs(v - center) > radius) v = nextFloat32(v, center > v);
    return v;
  });
}
