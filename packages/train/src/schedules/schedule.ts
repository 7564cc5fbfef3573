import { fail } from '@ibp/core';

/** A hyper-parameter as a function of the training step, from 0. Any function will do; these are the usual ones. */
export type Schedule = (step: number) => number;

/** The same value at every step. */
export const constant =
  (value: number): Schedule =>
  () =>
    value;

/** From `from` to `to` between two steps; flat before and after. */
export type Ramp = {
  readonly from: number;
  readonly to: number;
  /** The last step at `from`: the length of the warm-up. */
  readonly start: number;
  /** The first step at `to`. */
  readonly end: number;
};

/**
 * A schedule that goes from `from` to `to` as `shape` goes from 0 to 1.
 *
 * @throws when the ramp ends before it starts.
 */
export function ramp(where: string, { from, to, start, end }: Ramp, shape: (t: number) => number): Schedule {
  if (!(start >= 0 && end >= start)) {
    fail(where, `expected steps 0 <= start <= end, got start ${start} and end ${end}`);
  }
  return (step) => {
    if (step >= end) return to;
    if (step <= start) return from;
    return from + (to - from) * shape((step - start) / (end - start));
  };
}
