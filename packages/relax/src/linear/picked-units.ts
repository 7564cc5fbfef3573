import type { IntervalBounds } from '@ibp/bounds';
import type { BoundedNode } from './crown-plan';

/** Both ends of a node's bounds on the host, `[batch, ...units]`. */
export type HostBounds = { readonly lower: Float32Array; readonly upper: Float32Array };

export const readBounds = ({ lower, upper }: IntervalBounds): HostBounds => ({
  lower: Float32Array.from(lower.dataSync()),
  upper: Float32Array.from(upper.dataSync()),
});

/** The units of a batch that are worth a pass, counted over the batch. */
export function pickedUnits({ lower, upper }: HostBounds, { which }: BoundedNode): number[] {
  const picked: number[] = [];
  for (let i = 0; i < lower.length; i++) {
    const [l, u] = [lower[i]!, upper[i]!];
    if (which === 'all' ? l < u : l < 0 && u > 0) picked.push(i);
  }
  return picked;
}

/** Takes in upper bounds of a unit and of its negative, where they are tighter. */
export function narrow({ lower, upper }: HostBounds, unit: number, ofUnit: number, ofNegative: number): void {
  // a NaN fails both comparisons, and the old end stays
  if (ofUnit < upper[unit]!) upper[unit] = ofUnit;
  if (-ofNegative > lower[unit]!) lower[unit] = -ofNegative;
}
