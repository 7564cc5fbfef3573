import type { Axis, LineChart } from '@ibp/charts';
import type { MetricsRow } from '../metrics-log';
import type { ReadRun } from './read-run';

type Value = (row: MetricsRow) => number | undefined;

/** What a chart shows, as a value of each row; one that changes in steps holds over the steps of its row. */
type Figure = readonly [title: string, y: Omit<Axis, 'label'>, value: Value, mark?: 'steps'];

/** The curves of runs, a chart for each figure, a line for each run. What no run has is left out. */
export function comparisonCharts(runs: readonly ReadRun[]): LineChart[] {
  const figures: Figure[] = [
    ['epsilon', { zero: true }, (row) => row.epsilon],
    ['kappa', { domain: [0, 1] }, (row) => row.kappa],
    ['learning rate', { scale: 'log' }, (row) => row.learningRate, 'steps'],
    ['loss', {}, (row) => row.loss],
    ...names(runs, (row) => Object.keys(row.parts)).map(
      (name): Figure => [`loss: ${name}`, {}, (row) => row.parts[name]],
    ),
    ['test error', share, (row) => row.tracked?.error],
    ['PGD error', share, (row) => row.tracked?.adversarialError],
    ['verified error', share, (row) => row.tracked?.verifiedError],
    ['stable active ReLUs', share, (row) => row.tracked?.stability?.active],
    ['stable inactive ReLUs', share, (row) => row.tracked?.stability?.inactive],
    ['unstable ReLUs', share, (row) => row.tracked?.stability?.unstable],
    ...names(runs, (row) => row.tracked?.layers.map(({ name }) => name) ?? []).map(
      (name): Figure => [`mean radius: ${name}`, { scale: 'log' }, radiusOf(name)],
    ),
  ];
  const last = Math.max(...runs.flatMap(({ rows }) => rows.map(({ step }) => step)));
  const x: Axis = { label: 'step', domain: [0, last] };
  return figures
    .map(([title, y, value, mark]) => chart(runs, { title, x, y: { label: '', ...y } }, value, mark))
    .filter(({ series }) => series.length > 0);
}

const share = { domain: [0, 1], format: '.0%' } as const;

const radiusOf =
  (layer: string): Value =>
  ({ tracked }) =>
    tracked?.layers.find(({ name }) => name === layer)?.meanRadius;

const names = (runs: readonly ReadRun[], of: (row: MetricsRow) => readonly string[]): string[] => [
  ...new Set(runs.flatMap(({ rows }) => rows.flatMap(of))),
];

function chart(
  runs: readonly ReadRun[],
  axes: Omit<LineChart, 'series'>,
  value: Value,
  mark: 'line' | 'steps' = 'line',
): LineChart {
  const series = runs.map(({ name, rows }) => ({
    name,
    mark,
    // null is how JSON keeps what is not finite: a gap
    points: rows.flatMap((row, i) => {
      const figure = value(row);
      if (figure === undefined) return [];
      const at = figure ?? Number.NaN;
      const end = [row.step, at] as const;
      return mark === 'steps' && i === 0 ? [[row.from, at] as const, end] : [end];
    }),
  }));
  return { ...axes, series: series.filter(({ points }) => points.length > 0) };
}
