/** Gives whole numbers, uniform in `[0, 2^24)`: as many as float32 tells apart in [1, 2). */
export type Uniform24 = () => number;

/** In the middle of its interval: neither 0 nor 1, so that logarithm and tangent are finite. */
const inside = (next: Uniform24): number => (next() + 0.5) * 2 ** -24;

/** What numbers can be drawn from; each is one number. */
export const distributions = {
  /** Uniform in [0, 1). */
  uniform: (next: Uniform24): number => next() * 2 ** -24,
  /** N(0, 1), by Box and Muller. */
  gaussian: (next: Uniform24): number =>
    Math.sqrt(-2 * Math.log(inside(next))) * Math.cos(2 * Math.PI * inside(next)),
  /** The standard Cauchy distribution: a median of absolute values of 1, and no mean. */
  cauchy: (next: Uniform24): number => Math.tan(Math.PI * (inside(next) - 0.5)),
  /** -1 or 1. */
  sign: (next: Uniform24): number => (next() < 2 ** 23 ? -1 : 1),
} as const;

/** What numbers can be drawn from, by name. */
export type Distribution = keyof typeof distributions;
