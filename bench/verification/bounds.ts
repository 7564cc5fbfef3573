import { CLASSES } from './task';

/** Bounds as JSON has them: NaN and infinities are null. */
export type Values = readonly (number | null)[];

/** The share of images all of whose bounds are below 0. */
export function provedShare(values: Values): number {
  const specs = CLASSES - 1;
  const images = values.length / specs;
  let proved = 0;
  for (let i = 0; i < images; i++) {
    const own = values.slice(i * specs, (i + 1) * specs);
    if (own.every((value) => value !== null && value < 0)) proved += 1;
  }
  return proved / images;
}

/**
 * The greatest difference over what both have, of bounds above 1 relative to them. Infinite where only one is a
 * number.
 */
export function difference(a: Values, b: Values): number {
  let greatest = 0;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i]!, b[i]!];
    if (x === null && y === null) continue;
    if (x === null || y === null) return Number.POSITIVE_INFINITY;
    greatest = Math.max(greatest, Math.abs(x - y) / Math.max(1, Math.abs(y)));
  }
  return greatest;
}
