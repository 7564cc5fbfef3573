import { down, up } from '../rigorous/rounding';

/** Two numbers with a real one between them: an end may be infinite, and NaN where there is no such number. */
export type Ends = readonly [lower: number, upper: number];

/** All that is within `relative |value|` of a computed value, or within the smallest double. */
export function around(value: number, relative: number): Ends {
  const error = Math.abs(value) * relative + Number.MIN_VALUE;
  return [down(value - error), up(value + error)];
}

/** An increasing function of what lies between two ends, from its ends at a double. */
export const increasing =
  (f: (x: number) => Ends) =>
  ([lower, upper]: Ends): Ends => [f(lower)[0], f(upper)[1]];

const negative = ([lower, upper]: Ends): Ends => [-upper, -lower];

/** `f(x)` of an odd function that is known for `x >= 0`. */
export const odd =
  (f: (x: number) => Ends) =>
  (x: number): Ends =>
    x < 0 ? negative(f(-x)) : f(x);
