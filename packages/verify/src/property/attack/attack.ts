import type { Enclosure } from '@ibp/exact';
import type { PropertyWitness } from '../result';
import type { UnsafeRows } from '../rows';
import type { Start } from './starts';

/** A witness, but for which box of the property it is in. */
export type Found = Omit<PropertyWitness, 'box'>;

/** Looks for a witness in a box by an ascent of so many steps from each start; nothing where none is found, or time is up. */
export type Attack = (box: Enclosure, starts: readonly Start[], steps: number) => Found | undefined;

/** What an attack goes by. */
export type Judge = {
  readonly rows: UnsafeRows;
  /** Whether a point of a box where all rows of a conjunction seem to be above 0 is a witness. */
  readonly check: (point: ArrayLike<number>, box: Enclosure) => Found | undefined;
  /** Whether time is up. */
  readonly reached: () => boolean;
};
