import type { Pieces } from '@ibp/core';
import { corners, pieceOf, valueAt } from './piecewise';
import { down, up } from './rounding';

/** `slope * z + shift`. */
export type PlainLine = { readonly slope: number; readonly shift: number };

const timesSlope = (slope: number, z: number, round: (x: number) => number): number =>
  slope === 0 || slope === 1 || z === 0 ? slope * z : round(slope * z);

/** The least shift, rounded up, with which a line of this slope stays above `f` over `[lower, upper]`. */
function above(f: Pieces, lower: number, upper: number, slope: number): PlainLine {
  const shiftAt = (z: number) => {
    const product = timesSlope(slope, z, down);
    const value = valueAt(f, z, up);
    return product === 0 ? value : value === product ? 0 : up(value - product);
  };
  let shift = Math.max(shiftAt(lower), shiftAt(upper));
  for (const kink of f.kinks) if (kink > lower && kink < upper) shift = Math.max(shift, shiftAt(kink));
  return { slope, shift };
}

/** The greatest shift, rounded down, with which a line of this slope stays below `f`. */
function below(f: Pieces, lower: number, upper: number, slope: number): PlainLine {
  const shiftAt = (z: number) => {
    const product = timesSlope(slope, z, up);
    const value = valueAt(f, z, down);
    return product === 0 ? value : value === product ? 0 : down(value - product);
  };
  let shift = Math.min(shiftAt(lower), shiftAt(upper));
  for (const kink of f.kinks) if (kink > lower && kink < upper) shift = Math.min(shift, shiftAt(kink));
  return { slope, shift };
}

/** Slopes worth trying: of the pieces, and between the corners. */
function candidates(f: Pieces, lower: number, upper: number): number[] {
  const at = corners(f, lower, upper);
  const values = at.map((z) => valueAt(f, z, up));
  const between = at.flatMap((z, i) => at.slice(0, i).map((y, j) => (values[i]! - values[j]!) / (z - y)));
  return [...f.slopes, ...between].filter(Number.isFinite);
}

/**
 * Lines above and below `f` over `[lower, upper]`; where that is on one piece, both are the piece.
 *
 * Whatever the slopes, the shifts are computed here so that the lines are sound. Slopes left out are those that lose
 * least in the middle of the interval, which for relu is CROWN's choice (Zhang et al. 2018, table 1): the chord above,
 * the identity or 0 below.
 */
export function relax(
  f: Pieces,
  lower: number,
  upper: number,
  slopes: { readonly above?: number | undefined; readonly below?: number | undefined } = {},
): { readonly above: PlainLine; readonly below: PlainLine } {
  const piece = pieceOf(f, lower, upper);
  if (piece !== undefined) {
    const exact = { slope: f.slopes[piece]!, shift: f.shifts[piece]! };
    return { above: exact, below: exact };
  }
  const middle = (lower + upper) / 2;
  if (f.kinks.length === 1) return aroundKink(f, lower, upper, slopes, middle);
  const choose = (sign: 1 | -1, bound: typeof above, given: number | undefined): PlainLine => {
    if (given !== undefined) return bound(f, lower, upper, given);
    const lines = candidates(f, lower, upper).map((slope) => bound(f, lower, upper, slope));
    const cost = ({ slope, shift }: PlainLine) => sign * (slope * middle + shift);
    return lines.reduce((best, next) => (cost(next) < cost(best) ? next : best));
  };
  return { above: choose(1, above, slopes.above), below: choose(-1, below, slopes.below) };
}

/**
 * As {@link relax} for a function with one kink, which is inside: of a convex one the chord is above, a piece below, and the
 * one that is greater in the middle loses least; of a concave one the other way around.
 */
function aroundKink(
  f: Pieces,
  lower: number,
  upper: number,
  slopes: Parameters<typeof relax>[3] & object,
  middle: number,
): ReturnType<typeof relax> {
  const [left, right] = f.slopes as [number, number];
  const chord = (valueAt(f, upper, up) - valueAt(f, lower, up)) / (upper - lower);
  const piece = middle > f.kinks[0]! ? right : left;
  // a chord that overflowed is no slope
  const [convex, other] = [right >= left, Number.isFinite(chord) ? chord : piece];
  return {
    above: above(f, lower, upper, slopes.above ?? (convex ? other : piece)),
    below: below(f, lower, upper, slopes.below ?? (convex ? piece : other)),
  };
}
