/**
 * Directed rounding and a priori error bounds in plain float64.
 *
 * JavaScript's numbers are IEEE 754 doubles, rounded to nearest, with subnormals, never contracted to fused
 * multiply-adds, so that the standard model holds (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed.,
 * eq. 2.4 and 2.8): `fl(a op b) = (a op b)(1 + delta) + eta`, `|delta| <= 2^-53`, `|eta| <= 2^-1075`.
 */

/** A relative slack of 2^-20: more than what sums of up to 2^30 terms >= 0 lose by being rounded. */
export const slack = 1 + 2 ** -20;

/** More than all underflows of a sum of fewer than 2^50 terms together. */
export const tiny = 2 ** -1000;

/**
 * A number above `x`, by two units in the last place at most: above any real number that rounds to `x`.
 * `|x| 2^-52` is at least a unit in the last place of `x`, and rounding is monotone (Rump, Zimmermann, Boldo and
 * Melquiond 2009, Computing predecessor and successor in rounding to nearest).
 */
export const up = (x: number): number => x + (Math.abs(x) * 2 ** -52 + Number.MIN_VALUE);

/** A number below every real number that rounds to `x`. See {@link up}. */
export const down = (x: number): number => x - (Math.abs(x) * 2 ** -52 + Number.MIN_VALUE);

/**
 * What a sum of `n` products computed in any order can lose, over the computed sum of the products' magnitudes:
 * `gamma_n = n u / (1 - n u)` (Higham, eq. 3.3 and 3.5) and two roundings more for weights that were rounded and for a
 * bias, enlarged by what the sum of magnitudes, itself rounded, may lack. For `n < 2^28`; add {@link tiny} for underflow.
 */
export const gamma = (n: number): number => (n + 4) * 2 ** -53 * slack;
