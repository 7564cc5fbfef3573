import type { Atom } from '../atom';
import { type Decimal, powerOfTen } from '../number/decimal';
import { roundRatio } from '../number/round';

/** Coefficients and a constant in float64: `c . z + d >= 0`, a coefficient for each variable of the atom. */
export type FloatRow = { readonly c: readonly number[]; readonly d: number };

/** The most rows that may stand for one. */
export const mostRows = 64;

/** `p / q`, `q > 0`. */
type Ratio = { readonly p: bigint; readonly q: bigint };

const times = ({ digits, scale }: Decimal, { p, q }: Ratio): Ratio => ({
  p: digits * p,
  q: powerOfTen(scale) * q,
});

/** A float64 that is the number, or the two around it. */
function around({ p, q }: Ratio): readonly number[] {
  const [below, above] = [roundRatio(p, q, false), roundRatio(p, q, true)];
  return below === above ? [below] : [below, above];
}

/** What all coefficients are multiplied by to be whole, over a power of two of about that size. */
function wholeScale(coefficients: readonly Decimal[]): Ratio {
  const decimals = coefficients.reduce((most, { scale }) => Math.max(most, scale), 0);
  return { p: powerOfTen(decimals), q: 1n << BigInt(Math.floor(decimals * Math.log2(10))) };
}

/** What makes a coefficient 1 or -1. */
const overOne = ({ digits, scale }: Decimal): Ratio => ({
  p: powerOfTen(scale),
  q: digits < 0n ? -digits : digits,
});

const countOf = (choices: readonly (readonly number[])[]): number =>
  choices.reduce((product, { length }) => product * length, 1);

/**
 * Rows of float64 numbers, one of which holds wherever the atom does: together they are its half space, or a little more.
 *
 * A row times a positive number has the same half space, so coefficients are taken as they are, or times a power of ten
 * that makes them whole, or over one of them, whichever leaves fewest that are no float64; the constant is rounded up. A
 * coefficient `a` between two float64 numbers has `a z <= max(below z, above z)`, whatever the sign of `z`: rows with
 * either, for each such coefficient, hold the half space.
 *
 * @returns undefined where that takes more than {@link mostRows}, or a number is beyond float64.
 */
export function floatRows({ coefficients, constant }: Atom): readonly FloatRow[] | undefined {
  let [scale, best]: [Ratio, (readonly number[])[] | undefined] = [{ p: 1n, q: 1n }, undefined];
  const scales = [scale, wholeScale(coefficients), ...coefficients.slice(0, 8).map(overOne)];
  for (const candidate of scales) {
    const choices = coefficients.map((a) => around(times(a, candidate)));
    if (!best || countOf(choices) < countOf(best)) [scale, best] = [candidate, choices];
    if (countOf(best) === 1) break;
  }
  if (countOf(best!) > mostRows) return undefined;
  const { p, q } = times(constant, scale);
  const d = roundRatio(p, q, true);
  const rows = best!.reduce<number[][]>(
    (all, ends) => all.flatMap((c) => ends.map((end) => [...c, end])),
    [[]],
  );
  return Number.isFinite(d) && rows.flat().every(Number.isFinite) ? rows.map((c) => ({ c, d })) : undefined;
}
