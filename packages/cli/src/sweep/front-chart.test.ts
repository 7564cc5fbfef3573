import type { TrialResult } from '@ibp/cluster';
import { frontChart } from './front-chart';

const result = (trial: number, budget: number, cleanError: number, certifiedError: number): TrialResult => ({
  ...{ trial, rung: 0, budget, metrics: { cleanError, certifiedError } },
});

it('has runs of the same budget alike, the front as stairs, and the winner', () => {
  const results = [
    ...[result(0, 1 / 27, 0.3, 0.6), result(1, 1 / 27, Number.NaN, 1)],
    ...[result(2, 1, 0.1, 0.5), result(3, 1, 0.2, 0.3)],
  ];
  const [, , first, second] = results as [TrialResult, TrialResult, TrialResult, TrialResult];
  const { series } = frontChart({ results, front: [first, second], winner: second });
  expect(series.map(({ name, points }) => [name, points])).toEqual([
    // between two of the front, the first is the best that there is
    [
      'front',
      [
        [0.1, 0.5],
        [0.2, 0.5],
        [0.2, 0.3],
      ],
    ],
    ['3.7 % of the steps', [[0.3, 0.6]]],
    [
      'all steps',
      [
        [0.1, 0.5],
        [0.2, 0.3],
      ],
    ],
    ['winner', [[0.2, 0.3]]],
  ]);
  expect(frontChart({ results: results.slice(1, 2), front: [], winner: undefined }).series).toHaveLength(1);
});
