import { type Figure, isKnown } from '../data/numbers';

/** What stands for a figure that is missing, or was no number. */
export const missing = '–';

/** `12.34 %`, of a share of 1. */
export const percent = (share: Figure | undefined): string =>
  isKnown(share) ? `${(100 * share).toFixed(2)} %` : missing;

/** Four digits at most. */
export const short = (value: Figure | undefined): string =>
  isKnown(value) ? String(Number(value.toPrecision(4))) : missing;

/** A number of things: `329,606`. */
export const count = (value: number | undefined): string =>
  isKnown(value) ? value.toLocaleString('en') : missing;

/** `4.5 s`, `12 min`, `3.4 h`. */
export function duration(seconds: Figure | undefined): string {
  if (!isKnown(seconds)) return missing;
  if (seconds < 100) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return seconds < 6000 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(1)} h`;
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

/** Anything of a recipe. */
export function text(value: unknown): string {
  if (value === undefined || value === null) return missing;
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
