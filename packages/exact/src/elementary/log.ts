import { down, up } from '../rigorous/rounding';
import { around, type Ends } from './ends';
import { ln2 } from './exp';
import { scaled } from './powers-of-two';

/** `1 / (2 n + 1)` from n = 1 to 11. */
const coefficients = Array.from({ length: 11 }, (_, i) => 1 / (2 * i + 3));

/**
 * `2 artanh(s)` for `|s| < 0.1717`, by `2 s + 2 s (s^2 / 3 + s^4 / 5 + ...)`. For an s that is off by `2 u` of itself, `u = 2^-53`:
 * the series is off by less than `2.1 u` for that (its relative derivative is below 1.03), by `u` for the last sum, and by
 * less than `0.6 u` for the bracket, which is below 0.0103 and off by less than `50 u` of itself; what is left out is less than
 * `s^24 / 25 < 10^-3 u`. Less than `4 u` in all.
 */
function twiceArtanh(s: number): number {
  const z = s * s;
  return 2 * (s + s * (z * coefficients.reduceRight((sum, c) => sum * z + c, 0)));
}

/**
 * The logarithm of a double: NaN for less than 0, -Infinity at 0. `x = 2^k m` with m from 0.7071 to 1.4143, `log m = 2 artanh((m -
 * 1) / (m + 1))`: the numerator is exact (Sterbenz's lemma), the denominator and the quotient are rounded. Off by less than
 * `4 u` of log m; with `k != 0`, where the value is at least 0.3465 and log m at most 0.3467, by that, by the rounding of
 * `k low + log m` and of the sum: less than `(4 * 0.3467 + 0.35) u / 0.3465 + u < 6.1 u` of itself, of which 2^-50 is `8 u`.
 */
export function log(x: number): Ends {
  if (!(x > 0)) return x === 0 ? [Number.NEGATIVE_INFINITY, -Number.MAX_VALUE] : [Number.NaN, Number.NaN];
  if (x === Number.POSITIVE_INFINITY) return [Number.MAX_VALUE, x];
  let k = Math.round(Math.log2(x));
  let m = scaled(x, -k);
  // whatever Math.log2 has given
  for (; m > 1.4143; k++) m /= 2;
  for (; m < Math.SQRT1_2; k--) m *= 2;
  const ofMantissa = twiceArtanh((m - 1) / (m + 1));
  return around(k * ln2.high + (k * ln2.low + ofMantissa), 2 ** -50);
}

/** `log(1 + y)` of a double `y >= 0`, accurate also near 0: `2 artanh(y / (2 + y))`, as in {@link log}, where y is small. */
export function log1p(y: number): Ends {
  if (y < 0.4) return around(twiceArtanh(y / (2 + y)), 2 ** -50);
  const sum = 1 + y;
  return [log(down(sum))[0], log(up(sum))[1]];
}
