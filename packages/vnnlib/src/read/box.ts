import type { Enclosure } from '@ibp/exact';
import type { Atom } from '../atom';
import { endOf } from '../end';

/** The box that has no ends yet. */
export const endless = (inputs: number): Enclosure => ({
  lower: new Float64Array(inputs).fill(Number.NEGATIVE_INFINITY),
  upper: new Float64Array(inputs).fill(Number.POSITIVE_INFINITY),
});

/** Cuts a box, in place, by an end. */
export function cut({ lower, upper }: Enclosure, atom: Atom): void {
  const { side, value } = endOf(atom);
  const input = atom.variables[0]!;
  if (side === 'lower') lower[input] = Math.max(lower[input]!, value);
  else upper[input] = Math.min(upper[input]!, value);
}

/** Whether no input is in a box. */
export const isEmpty = ({ lower, upper }: Enclosure): boolean => lower.some((end, i) => end > upper[i]!);
