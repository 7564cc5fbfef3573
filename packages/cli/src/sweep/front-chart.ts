import type { LineChart, Series } from '@ibp/charts';
import type { SweepResult, TrialResult } from '@ibp/cluster';

type Point = readonly [clean: number, certified: number];

const pointOf = ({ metrics }: TrialResult): Point => [metrics.cleanError, metrics.certifiedError];

/** What can be had: each point of the front, and until the next one, which has less certified error, no less than its own. */
const stairs = (front: readonly Point[]): Point[] =>
  front.flatMap((point, i) => (i === 0 ? [point] : [[point[0], front[i - 1]![1]] as const, point]));

const shareText = (budget: number): string =>
  budget === 1 ? 'all steps' : `${Number((100 * budget).toPrecision(2))} % of the steps`;

/**
 * Every run by its errors, those with the same share of the steps alike, the front of those that nothing beats in both, and the winner.
 * What came to no numbers is not there.
 */
export const frontChart = ({ results, front, winner }: SweepResult): LineChart => {
  const budgets = [...new Set(results.map(({ budget }) => budget))].sort((a, b) => a - b);
  const runs = budgets.map((budget): Series => {
    const points = results.filter((result) => result.budget === budget).map(pointOf);
    return { name: shareText(budget), mark: 'points', points: points.filter(isNumbers), size: 30 };
  });
  return {
    title: 'clean against certified error',
    x: { label: 'validation error', format: '.1%' },
    y: { label: 'certified error', format: '.1%' },
    // what comes later lies above
    series: [
      { name: 'front', points: stairs(front.map(pointOf)) },
      ...runs.filter(({ points }) => points.length > 0),
      ...(winner ? [{ name: 'winner', mark: 'points', points: [pointOf(winner)], size: 120 } as const] : []),
    ],
    ...{ width: 420, height: 300 },
  };
};

const isNumbers = (point: Point): boolean => point.every(Number.isFinite);
