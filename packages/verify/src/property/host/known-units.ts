import type { Enclosure } from '@ibp/exact';
import { greatest, type HostRows } from './backward';

/**
 * What is known of the nodes that activations take in, by node: bounds, and of the units whose sign they left open the
 * rows on the input that gave them, each unit's above and its negative's. Both hold on every part of the box they are of.
 */
export type Inner = readonly (KnownUnits | undefined)[];

export type KnownUnits = Enclosure & {
  readonly units: readonly number[];
  readonly rows: readonly HostRows[];
};

/** Takes what is known of a larger box; ends that are NaN are none. */
export function inherit(
  { lower, upper }: Enclosure,
  { units, rows, ...other }: KnownUnits,
  box: Enclosure,
): void {
  for (let i = 0; i < lower.length; i++) {
    if (!(lower[i]! >= other.lower[i]!)) lower[i] = other.lower[i]!;
    if (!(upper[i]! <= other.upper[i]!)) upper[i] = other.upper[i]!;
  }
  let at = 0;
  for (const { c, d } of rows) {
    const bounds = greatest(c, d, box);
    for (let k = 0; k < bounds.length; k += 2, at++) take({ lower, upper }, units[at]!, bounds, k);
  }
}

/** The bounds of a unit and of its negative, where they are better; NaN fails both comparisons. */
export function take({ lower, upper }: Enclosure, unit: number, bounds: Float64Array, at: number): void {
  if (bounds[at]! < upper[unit]!) upper[unit] = bounds[at]!;
  if (-bounds[at + 1]! > lower[unit]!) lower[unit] = -bounds[at + 1]!;
}
