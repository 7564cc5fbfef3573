import { fail } from '@ibp/core';
import { type Ramp, ramp, type Schedule } from './schedule';

/** A ramp that begins as a polynomial and goes on as a line. */
export type SmoothRamp = Ramp & {
  /** The share of the ramp that is the polynomial; 0.25 unless given. */
  readonly middle?: number;
  /** The degree of the polynomial; 4 unless given. */
  readonly degree?: number;
};

/**
 * A polynomial that starts flat, then a straight line, joined with equal slope: gentler on the first steps away
 * from epsilon 0 (the reference implementation of Gowal et al. 2019; Xu et al. 2020).
 *
 * @throws when the middle is not between 0 and 1 or the degree is below 1.
 */
export function smooth({ middle = 0.25, degree = 4, ...options }: SmoothRamp): Schedule {
  if (!(middle > 0 && middle < 1 && degree >= 1)) {
    fail('smooth', `expected a middle between 0 and 1 and a degree >= 1, got ${middle} and ${degree}`);
  }
  // a t^degree up to the middle, then its tangent, which must reach 1 at t = 1
  const slope = degree * middle ** (degree - 1);
  const a = 1 / (middle ** degree + slope * (1 - middle));
  return ramp('smooth', options, (t) =>
    t <= middle ? a * t ** degree : a * (middle ** degree + slope * (t - middle)),
  );
}
