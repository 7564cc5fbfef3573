import { slack } from '../rounding';

/** The most that float32 loses of a number in being rounded to nearest, relative to it: half a unit in the last place of 1. */
const unit = 2 ** -24;

/** What is less than this in magnitude may be 0 in a program that flushes subnormal numbers. */
export const leastNormal = 2 ** -126;

/** Values up to here leave room for every sum and product on the way to them. */
export const greatestValue = 2 ** 126;

/**
 * What a product that goes through `n` roundings of float32 can lose, relative to its magnitude: `n u / (1 - n u)` (Higham 2002,
 * Accuracy and Stability of Numerical Algorithms, lemma 3.1), rounded up; NaN where there are too many for any bound.
 */
export const float32Gamma = (n: number): number =>
  n < 2 ** 22 ? ((n * unit) / (1 - n * unit)) * slack : Number.NaN;
