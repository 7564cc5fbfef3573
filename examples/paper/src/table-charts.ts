import { chartGrid, type LineChart, type Series } from '@ibp/charts';
import { measuredOf } from './cells';
import type { Measured } from './measure';
import { methods } from './methods';
import { type DatasetId, type PublishedErrors, radius } from './published';
import type { MeasuredRow } from './rows';

type Figure = {
  readonly title: string;
  readonly ours: (measured: Measured) => number | undefined;
  /** In percent. */
  readonly paper: (published: PublishedErrors) => number | undefined;
};

/** Errors against epsilon: a row of charts for each dataset, ours solid and the paper's dashed. */
export function tableCharts(rows: readonly MeasuredRow[], figures: readonly Figure[]): Promise<string> {
  const datasets = [...new Set(rows.map(({ published }) => published.dataset))];
  const charts = datasets.flatMap((dataset) => figures.map((figure) => chart(rows, dataset, figure)));
  return chartGrid({ columns: figures.length, charts: charts.filter(({ series }) => series.length > 0) });
}

function chart(rows: readonly MeasuredRow[], dataset: DatasetId, { title, ours, paper }: Figure): LineChart {
  const own = rows.filter(({ published }) => published.dataset === dataset);
  const series = [...new Set(own.map(({ published }) => published.method))].flatMap((method): Series[] => {
    const name = methods[method].title;
    const points = (value: (row: MeasuredRow) => number | undefined) =>
      own
        .filter(({ published }) => published.method === method)
        .flatMap((row) => {
          const error = value(row);
          return error === undefined ? [] : [[radius(row.published.epsilon), error] as const];
        });
    const measured = points(({ outcome }) => {
      const value = measuredOf(outcome);
      return value && ours(value);
    });
    const printed = points(({ published }) => {
      const value = paper(published);
      return value === undefined ? undefined : value / 100;
    });
    const both: Series[] = [
      { name: `${name}, ours`, points: measured },
      { name: `${name}, ours`, points: measured, mark: 'points' },
      { name: `${name}, the paper`, points: printed, stroke: 'dashed' },
      { name: `${name}, the paper`, points: printed, mark: 'points' },
    ];
    return both.filter(({ points }) => points.length > 0);
  });
  return {
    title: `${dataset}: ${title}`,
    x: { label: 'epsilon', zero: true },
    y: { label: 'error', format: '.0%', domain: [0, 1] },
    series,
  };
}
