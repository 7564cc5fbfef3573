import { fail } from '@ibp/core';

/**
 * The average of the weights along the way, which a run ends with: from a step on, all count the same (Izmailov et al.
 * 2018, "Averaging Weights Leads to Wider Optima and Better Generalization"), or, with a decay below 1, later ones
 * more (Polyak averaging).
 */
export type Averaging = {
  /** How many updates come before the first that counts. */
  readonly from: number;
  /** How much of the average each update leaves, once so many were seen that it is more; 1 unless given: the mean. */
  readonly decay?: number;
};

/** @throws unless the average begins at a step, and forgets a share. */
export function assertAveraging({ from, decay = 1 }: Averaging): void {
  if (!(Number.isInteger(from) && from >= 0 && decay >= 0 && decay <= 1)) {
    fail(
      'averaging',
      `expected a whole number of steps to begin at and a decay from 0 to 1, got ${from} and ${decay}`,
    );
  }
}

/**
 * The share of the average that the weights after an update get: all of it where the average has not begun.
 *
 * @param step how many updates came before this one.
 */
export const shareAt = ({ from, decay = 1 }: Averaging, step: number): number =>
  step <= from ? 1 : Math.max(1 - decay, 1 / (step - from + 1));
