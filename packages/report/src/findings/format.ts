import { type Figure, isKnown } from '../data/numbers';

/** Between a figure and its unit: a line must not end there. */
const space = '\u00a0';

/** What stands for a figure that is missing, or was no number. */
export const missing = '–';

/** `12.34 %`, of a share of 1. */
export const percent = (share: Figure | undefined): string =>
  isKnown(share) ? `${(100 * share).toFixed(2)}${space}%` : missing;

/** `15.50 to 18.50 %`, or one figure where both ends are the same. */
export function between(ends: readonly [least: Figure, most: Figure] | undefined): string {
  if (!ends) return missing;
  const [least, most] = [percent(ends[0]), percent(ends[1])];
  return least === most ? least : `${least.replace(`${space}%`, '')} to ${most}`;
}

/** Four digits at most. */
export const short = (value: Figure | undefined): string =>
  isKnown(value) ? String(Number(value.toPrecision(4))) : missing;

/** A number of things: `329,606`. */
export const count = (value: number | undefined): string =>
  isKnown(value) ? value.toLocaleString('en') : missing;

/** `4.5 s`, `12 min`, `3.4 h`. */
export function duration(seconds: Figure | undefined): string {
  if (!isKnown(seconds)) return missing;
  if (seconds < 100) return `${seconds.toFixed(seconds < 10 ? 1 : 0)}${space}s`;
  return seconds < 6000
    ? `${(seconds / 60).toFixed(0)}${space}min`
    : `${(seconds / 3600).toFixed(1)}${space}h`;
}

/** One number, or the ends of many: `0 to 0.5, by feature`. */
export function spread(value: Figure | ArrayLike<number> | undefined): string {
  if (value === null || typeof value !== 'object') return short(value);
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < value.length; i++) {
    least = Math.min(least, value[i]!);
    greatest = Math.max(greatest, value[i]!);
  }
  return `${short(least)} to ${short(greatest)}, by feature`;
}

/** An end of a range, which may be infinite: JSON keeps that as null. */
export const limit = (end: Figure | ArrayLike<number> | undefined): string =>
  isKnown(end as Figure) || (end !== null && typeof end === 'object') ? spread(end) : 'no limit';

/** Anything of a recipe. */
export function text(value: unknown): string {
  if (value === undefined || value === null) return missing;
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
