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
    while (Math.abs(v - center) > epsilon) v = towards(v, center);
    return v;
  });
}

const bits = new DataView(new ArrayBuffer(4));

/** The float32 next to `v` in the direction of `target`, which it does not pass. */
function towards(v: number, target: number): number {
  bits.setFloat32(0, v);
  // a smaller magnitude is the next smaller pattern; away from 0, the next larger
  const smaller = Math.abs(target) < Math.abs(v) || Math.sign(target) !== Math.sign(v);
  if (v === 0) return Math.sign(target) * 2 ** -149;
  bits.setInt32(0, bits.getInt32(0) + (smaller ? -1 : 1));
  return bits.getFloat32(0);
}
