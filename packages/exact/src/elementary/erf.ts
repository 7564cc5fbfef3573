import { down, gamma, up } from '../rigorous/rounding';
import { type Ends, odd } from './ends';
import { exp } from './exp';

/** `2 / sqrt(pi)`, 1.12837916709551257389615890312154517..., rounded outward. */
const factor: Ends = [down(1.1283791670955126), up(1.1283791670955126)];

/**
 * erf of a double, by `2 / sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!` (DLMF 7.6.2), all of whose terms have the sign of
 * x. Each term is made of the last by four roundings at most, so that the sum of n terms is off by less than `gamma(5 n)` of
 * itself; terms that are left out fall by half at least, and are less than the last one together. From 6 on it is less than
 * 2^-53 below 1.
 */
export const erf = odd((x) => {
  if (x >= 6) return [1 - 2 ** -53, 1];
  if (Number.isNaN(x)) return [x, x];
  let [term, sum, n] = [x, x, 0];
  for (let ratio = 1; ratio > 0.5 || term > sum * 2 ** -60; ) {
    n++;
    ratio = (2 * x * x) / (2 * n + 1);
    term *= ratio;
    sum += term;
  }
  const lost = gamma(5 * n) * sum;
  const square = x * x;
  const [low, high] = [exp(-up(square))[0], exp(-down(square))[1]];
  const lower = down(down(factor[0] * low) * down(sum - lost));
  const upper = up(up(factor[1] * high) * up(up(sum + lost) + term));
  return [Math.max(lower, 0), Math.min(upper, 1)];
});
