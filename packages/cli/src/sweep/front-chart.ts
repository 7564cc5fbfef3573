import type { LineChart } from '@ibp/charts';
import type { SweepResult, TrialResult } from '@ibp/cluster';

const pointOf = ({ metrics }: TrialResult) => [metrics.cleanError, metrics.certifiedError] as const;

/** Every run by its errors, and the front of those that nothing beats in both. */
export const frontChart = ({ results, front }: Pick<SweepResult, 'results' | 'front'>): LineChart => ({
  title: 'clean against certified error',
  x: { label: 'validation error', format: '.1%' },
  y: { label: 'certified error', format: '.1%' },
  series: [
    {
      name: 'runs',
      mark: 'points',
      points: results.map(pointOf).filter((point) => point.every(Number.isFinite)),
    },
    { name: 'front', points: front.map(pointOf) },
  ],
});
