import type { Sweep } from './definition';
import type { LearningCurve } from './median';
import type { Point } from './space';

/** What a trial came to on validation data: shares of 1, NaN where its training failed. */
export type TrialMetrics = { readonly cleanError: number; readonly certifiedError: number };

/** A point of the space, and which it is. */
export type Trial = { readonly number: number; readonly point: Point };

/** One run of a trial, with the share of the whole budget that it had. */
export type TrialResult = {
  readonly trial: number;
  /** Counted from 0, in its bracket. */
  readonly rung: number;
  readonly budget: number;
  readonly metrics: TrialMetrics;
  /** The errors while it trained, where the sweep stops runs by them. */
  readonly curve?: LearningCurve;
  /** The share of its steps that it had, where it was stopped. */
  readonly stopped?: number;
};

/** What a run of a trial found. */
export type TrialFound = TrialMetrics & Pick<TrialResult, 'curve' | 'stopped'>;

/** Of which run of a trial there is talk: where it stands, and the errors of those beside it that have ended. */
export type TrialPlace = {
  readonly bracket: number;
  readonly rung: number;
  /** The share of the whole budget. */
  readonly budget: number;
  /** Of runs of the same rung. */
  readonly others: () => readonly LearningCurve[];
};

/**
 * Results from the best to the worst, by the objective, then by the other error, then by number: the order does not depend on which
 * ended first. What has an error that is not finite comes last.
 */
export function ranked(results: readonly TrialResult[], objective: Sweep['objective']): TrialResult[] {
  const other = objective === 'certifiedError' ? 'cleanError' : 'certifiedError';
  const key = ({ trial, metrics, rung }: TrialResult) =>
    hasNumbers(metrics)
      ? [metrics[objective], metrics[other], trial, rung]
      : [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, trial, rung];
  return [...results].sort((a, b) => {
    const [p, q] = [key(a), key(b)];
    const k = p.findIndex((value, i) => value !== q[i]);
    return k < 0 ? 0 : p[k]! < q[k]! ? -1 : 1;
  });
}

/** Whether both errors are numbers. */
export const hasNumbers = ({ cleanError, certifiedError }: TrialMetrics): boolean =>
  Number.isFinite(cleanError) && Number.isFinite(certifiedError);

/**
 * The results that no other one beats in one error without being worse in the other, by rising clean error; of those with the same
 * errors the first.
 *
 * @example
 * ```ts
 * import { paretoFront } from '@ibp/cluster';
 *
 * const errors = [[0.1, 0.5], [0.2, 0.3], [0.3, 0.4]] as const; // clean, certified
 * const results = errors.map(([cleanError, certifiedError], trial) => ({
 *   ...{ trial, rung: 0, budget: 1, metrics: { cleanError, certifiedError } },
 * }));
 * console.log(paretoFront(results).map(({ trial }) => trial)); // [ 0, 1 ]
 * ```
 */
export function paretoFront(results: readonly TrialResult[]): TrialResult[] {
  let least = Number.POSITIVE_INFINITY;
  return ranked(
    results.filter(({ metrics }) => hasNumbers(metrics)),
    'cleanError',
  ).filter(({ metrics: { certifiedError } }) => {
    if (!(certifiedError < least)) return false;
    least = certifiedError;
    return true;
  });
}
