import { ceilFloat32, floorFloat32, nextFloat32 } from '@ibp/bounds';
import type { Ball, Question } from './question';

/** Float32 rounding of `x + epsilon`, and a little more. */
const ROUNDING = 2 ** -22;

/**
 * A point that float32 rounding left just outside the ball, as the corner of a box in float32 may be, moved to the nearest
 * float32 inside. Points that lie further out are left as they are.
 */
export function nudge(point: Float32Array, { x }: Question, { epsilon, range }: Ball): Float32Array {
  const [least, greatest] = range.map(Math.fround) as [number, number];
  return point.map((value, i) => {
    const center = x[i]!;
    let v = Math.min(Math.max(value, least), greatest);
    if (!(Math.abs(v - value) <= ROUNDING)) return value;
    if (!(Math.abs(v - center) <= epsilon + ROUNDING * (Math.abs(center) + epsilon))) return value;
    v = Math.min(Math.max(v, ceilFloat32(center - epsilon)), floorFloat32(center + epsilon));
    // where the ends of the ball were rounded themselves
    while (Math.abs(v - center) > epsilon) v = nextFloat32(v, center > v);
    return v;
  });
}
