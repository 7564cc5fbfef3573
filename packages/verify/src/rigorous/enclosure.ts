import { fail } from '../plain/fail';
import { down, up } from './rounding';

/** A box that holds every value a node can take, in exact arithmetic: `lower[i] <= z[i] <= upper[i]`. */
export type Enclosure = { readonly lower: Float64Array; readonly upper: Float64Array };

/** Whether all ends are finite and none reversed. */
export function isSound({ lower, upper }: Enclosure): boolean {
  // the difference is NaN or infinite where an end is
  return (
    lower.length === upper.length && lower.every((l, i) => upper[i]! - l >= 0 && upper[i]! - l < Infinity)
  );
}

/** An upper bound of `|z[i]|`. */
export function magnitudes({ lower, upper }: Enclosure): Float64Array {
  return lower.map((l, i) => Math.max(-l, upper[i]!));
}

/** An upper bound of the `|z[i]|` of all units. */
export const greatestMagnitude = (box: Enclosure): number =>
  magnitudes(box).reduce((a, b) => Math.max(a, b), 0);

/**
 * The box `{ |x - p| <= epsilon } and least <= x <= greatest` of real points, its ends rounded outward.
 *
 * An empty or undefined box (a pixel out of the range by more than epsilon, a NaN) comes out with its ends reversed
 * or NaN, and nothing can be proved of it.
 *
 * @param pixels as stored in float32.
 * @param epsilon a float64, in the units of the range.
 * @throws when epsilon is negative or not finite, or the range is empty.
 */
export function rigorousBox(
  pixels: Float32Array,
  epsilon: number,
  [least, greatest]: readonly [number, number] = [0, 1],
): Enclosure {
  if (!(epsilon >= 0 && epsilon < Number.POSITIVE_INFINITY)) {
    fail('rigorousBox', `expected a finite epsilon >= 0, got ${epsilon}`);
  }
  if (!(least < greatest))
    fail('rigorousBox', `expected a range [least, greatest], got [${[least, greatest]}]`);
  // the ends of the range as written and as inputs store them: 0.3 in float32 is a little more than 0.3
  const [first, last] = [Math.min(least, Math.fround(least)), Math.max(greatest, Math.fround(greatest))];
  const lower = Float64Array.from(pixels, (p) => Math.max(epsilon === 0 ? p : down(p - epsilon), first));
  const upper = Float64Array.from(pixels, (p) => Math.min(epsilon === 0 ? p : up(p + epsilon), last));
  return { lower, upper };
}
