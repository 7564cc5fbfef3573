import { around, type Ends } from './ends';
import { scaled } from './powers-of-two';

/** ln 2 in two parts, the first of 32 bits: `k` times it is exact for `|k| < 2^21`. Their sum is off by less than 2^-86. */
export const ln2 = { high: 0.6931471803691238, low: 1.9082149292705877e-10 } as const;

/** `1 / n!` from n = 2 on: n! is a double up to 18!, so that each is rounded once. */
const coefficients = (() => {
  const factorials = [2];
  for (let n = 3; n <= 13; n++) factorials.push(factorials.at(-1)! * n);
  return factorials.map((factorial) => 1 / factorial);
})();

/**
 * `x = k ln 2 + r`, and `q` near `exp(r) - 1`. With `u = 2^-53`:
 *
 * - `|x / ln 2 - k| <= 1/2 + 2^-40`, so that `|r| < 0.347`; r is off by less than `0.7 u` (two subtractions of results below
 *   0.348, each off by half a unit in the last place, the rest below 10^-6 u), and by nothing where `k = 0`.
 * - What is left out of the series is at most `1.03 |r|^14 / 14! < 0.12 u |r|`.
 * - Horner's rule for `s = 1/2! + r / 3! + ...` of degree 11 is off by `gamma_22` times the sum of the magnitudes of its
 *   terms (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., eq. 5.3), and each coefficient by u: below
 *   `15 u`; times `r^2`, and with the roundings of `r r`, of the product and of the sum, q is off by less than
 *   `(0.12 + 15 * 0.347 + 0.6 + 1.2) u |r| < 8 u |r|`.
 */
function reduced(x: number): { readonly k: number; readonly q: number } {
  const k = Math.round(x * Math.LOG2E);
  const r = x - k * ln2.high - k * ln2.low;
  const s = coefficients.reduceRight((sum, c) => sum * r + c, 0);
  return { k, q: r + r * r * s };
}

/**
 * The exponential of a double. `1 + q` is off by less than `8 u * 0.347` and by `0.7 u * 1.42`, for r, and is rounded once: at
 * least `exp(-0.347) > 0.7`, it is off by less than `4.8 u + u` of itself, of which 2^-50 is `8 u`.
 */
export function exp(x: number): Ends {
  if (x > 709.78) return [1.79e308, Number.POSITIVE_INFINITY]; // exp(709.78) is 1.7928e308
  if (x < -745.2) return [0, Number.MIN_VALUE];
  const { k, q } = reduced(x);
  const [lower, upper] = around(scaled(1 + q, k), 2 ** -50);
  return [Math.max(lower, 0), upper];
}

/**
 * `exp(x) - 1` of a double, accurate also near 0. With `k = 0` it is q, off by less than `8 u |r|`, where `|exp(r) - 1| >=
 * 0.84 |r|`: by less than `10 u` of itself. Else `2^k q + (2^k - 1)` is off by less than `2^k (8 u * 0.347 + 0.7 u * 1.42) <
 * 2^k 3.8 u` and by the roundings of the bracket and of the sum. For k = 1 the value is at least 0.41, the bracket exact: less
 * than `20 u` of it; for greater k it is at least `0.45 * 2^k`, and for `k < 0` at least 0.29. Less than `20 u` in all, of which
 * 2^-48 is `32 u`.
 */
export function expm1(x: number): Ends {
  if (x > 709) return exp(x); // whose lower end is further off than 1
  if (x < -50) return [-1, -1 + 2 ** -52];
  const { k, q } = reduced(x);
  const [lower, upper] = around(k === 0 ? q : scaled(q, k) + (scaled(1, k) - 1), 2 ** -48);
  return [Math.max(lower, -1), upper];
}
