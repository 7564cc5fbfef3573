import * as v from 'valibot';

/** The errors of a run while it trained: at which share of its steps, and the error that the sweep goes by. By rising share. */
export type LearningCurve = readonly (readonly [share: number, error: number])[];

export const curveSchema = v.array(
  v.tuple([v.pipe(v.number(), v.minValue(0), v.maxValue(1)), v.pipe(v.number(), v.finite())]),
);

export const medianSchema = v.strictObject({
  name: v.literal('median'),
  /** The share of the steps before which nothing is stopped: certified training shows little before its ramp ends. */
  from: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.5),
  /** Runs that have to have ended for the median to count. */
  least: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1)), 3),
});

/** When a run is stopped before its end. */
export type EarlyStopping = v.InferOutput<typeof medianSchema>;

/**
 * The median stopping rule (Golovin et al. 2017, section 3.2.2): whether the least error of a run so far is greater than the median,
 * over runs that have ended, of the averages of their errors up to the same share of their steps.
 *
 * @param own of the run, up to now.
 * @param others of runs with the same budget that have ended.
 *
 * @example
 * ```ts
 * import { isBelowMedian } from '@ibp/cluster';
 *
 * const rule = { name: 'median', from: 0.5, least: 2 } as const;
 * const others = [0.4, 0.6].map((error) => [[0.5, error]] as const);
 * console.log([0.45, 0.55].map((error) => isBelowMedian([[0.5, error]], others, rule))); // [ false, true ]
 * ```
 */
export function isBelowMedian(
  own: LearningCurve,
  others: readonly LearningCurve[],
  { from, least }: EarlyStopping,
): boolean {
  const last = own.at(-1);
  if (!last || last[0] < from) return false;
  const averages = others.flatMap((curve) => {
    const errors = curve.filter(([share]) => share <= last[0]).map(([, error]) => error);
    return errors.length === 0 ? [] : [errors.reduce((sum, error) => sum + error, 0) / errors.length];
  });
  if (averages.length < least) return false;
  return Math.min(...own.map(([, error]) => error)) > medianOf(averages);
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
