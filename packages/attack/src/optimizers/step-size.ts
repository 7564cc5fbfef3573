import { assertPositive } from '../assert';

/** How far to go at a step, from 0, of so many: a share of epsilon. */
export type StepSize = (step: number, steps: number) => number;

/** A number stands for a share of epsilon that stays. */
export function stepSizeOf(where: string, given: number | StepSize): StepSize {
  if (typeof given === 'function') return given;
  assertPositive(where, 'stepSize', given);
  return () => given;
}

/**
 * `from`, times `factor` from each of the given shares of the run on: `stepDecay({ from: 1, at: [0.5, 0.75] })` takes
 * 1, 0.1 and 0.01.
 */
export const stepDecay =
  (options: { readonly from: number; readonly at: readonly number[]; readonly factor?: number }): StepSize =>
  (step, steps) => {
    const { from, at, factor = 0.1 } = options;
    return from * factor ** at.filter((share) => step >= share * steps).length;
  };
