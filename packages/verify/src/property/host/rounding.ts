/**
 * Outward rounding in plain float64, as `@ibp/exact` has it (`rigorous/rounding.ts`, where the sources are): JavaScript's
 * numbers are rounded to nearest and never fused.
 */

/** More than all underflows of a sum of fewer than 2^50 terms together. */
export const tiny = 2 ** -1000;

/** A number above every real number that rounds to `x`. */
export const up = (x: number): number => x + (Math.abs(x) * 2 ** -52 + Number.MIN_VALUE);

/** A number below every real number that rounds to `x`. */
export const down = (x: number): number => x - (Math.abs(x) * 2 ** -52 + Number.MIN_VALUE);

/** What a sum of `n` products can lose, over the computed sum of their magnitudes (Higham, eq. 3.3 and 3.5). */
export const gamma = (n: number): number => (n + 4) * 2 ** -53 * (1 + 2 ** -20);
