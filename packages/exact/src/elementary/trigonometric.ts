import { down, up } from '../rigorous/rounding';
import type { Ends } from './ends';

/** pi / 2 in three parts, of 33 bits each: `k` times each is exact for `|k| <= 2^20`. Their sum is off by less than 2^-103. */
export const halfPi = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487111665e-21] as const;
const largest = 2 ** 20;

/** `(-1)^i / n!` for n = first, first + 2, ...: n! is a double up to 18!, and is rounded once beyond. */
const series = (first: number, count: number): readonly number[] => {
  let factorial = 1;
  for (let n = 2; n < first; n++) factorial *= n;
  return Array.from({ length: count }, (_, i) => {
    const n = first + 2 * i;
    factorial *= i === 0 ? n : n * (n - 1);
    return (i % 2 ? -1 : 1) / factorial;
  });
};
const ofSine = series(3, 9);
const ofCosine = series(2, 9);
const horner = (coefficients: readonly number[], z: number): number =>
  coefficients.reduceRight((sum, c) => sum * z + c, 0);

/**
 * `sin(x + turns pi / 2)`. With `x = k pi / 2 + r`, `|r| < 0.7855`, r is off by less than `3 * 0.79 u`, `u = 2^-53` (three
 * subtractions of results below 0.79, each rounded once), and not at all where `k = 0`. The series, of terms up to r^19 and r^18,
 * leave out less than `r^20 / 20! < 10^-3 u`. The part after the first term is below 0.31, a sum whose terms fall at least
 * tenfold: it is off by less than `8 u` of itself; with the last sum less than `3.5 u`. In all less than `6 u`, of which
 * 2^-50 is `8 u`. For `sin x` with `k = 0` the same holds relative to x, the part after the first term being at most 0.11 x.
 */
function sineOf(x: number, turns: number): Ends {
  const k = Math.round(x * (2 / Math.PI));
  // written so that NaN is among what nothing is known of
  if (!(Math.abs(k) <= largest)) return Number.isNaN(x) ? [x, x] : [-1, 1];
  const r = x - k * halfPi[0] - k * halfPi[1] - k * halfPi[2];
  const quarter = (((k + turns) % 4) + 4) % 4;
  const z = r * r;
  const value = quarter % 2 ? 1 - z * horner(ofCosine, z) : r - r * (z * horner(ofSine, z));
  const signed = quarter > 1 ? -value : value;
  const error = (k === 0 && quarter % 2 === 0 ? Math.abs(x) : 1) * 2 ** -50 + Number.MIN_VALUE;
  return [Math.max(down(signed - error), -1), Math.min(up(signed + error), 1)];
}

/** The sine of a double; [-1, 1] where it is beyond 1.6 million. */
export const sin = (x: number): Ends => sineOf(x, 0);

/** The cosine of a double; [-1, 1] where it is beyond 1.6 million. */
export const cos = (x: number): Ends => sineOf(x, 1);
