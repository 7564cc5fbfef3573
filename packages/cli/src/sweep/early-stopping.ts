import type { LearningCurve, Sweep } from '@ibp/cluster';
import { loadCluster } from '../campaign/load-cluster';
import type { MetricsRow } from '../metrics-log';
import type { Watch } from '../watch';

/** When a run ends before its last step: the rule of its sweep, and the errors of runs beside it. */
export type Stopping = Required<Pick<Sweep, 'objective' | 'earlyStopping'>> & {
  readonly others: () => Promise<readonly LearningCurve[]>;
};

/** The errors of a run on tracked examples, by the share of its steps. */
export const curveOf = (
  rows: readonly MetricsRow[],
  { steps, objective }: { readonly steps: number } & Pick<Sweep, 'objective'>,
): LearningCurve =>
  rows.flatMap(({ step, tracked }) => {
    if (!tracked) return [];
    const error = objective === 'certifiedError' ? tracked.verifiedError : tracked.error;
    return [[step / steps, error] as const];
  });

/** Ends a run of so many steps where the rule of its sweep says so. */
export const stopBy =
  (steps: number, { objective, earlyStopping, others }: Stopping): NonNullable<Watch['isToStop']> =>
  async (rows) => {
    const { isBelowMedian } = await loadCluster();
    return isBelowMedian(curveOf(rows, { steps, objective }), await others(), earlyStopping!);
  };
