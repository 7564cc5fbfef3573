import { chartGrid, type LineChart, type Series } from '@ibp/charts';
import { measuredOf } from './cells';
import { type Figure, nameOf } from './figures';
import { methods } from './methods';
import { type DatasetId, type PublishedErrors, radius } from './published';
import type { MeasuredRow } from './rows';

type Chart = {
  readonly title: string;
  readonly ours: readonly Figure[];
  /** In percent. */
  readonly paper: (published: PublishedErrors) => number | undefined;
};

/** Errors against epsilon: a row of charts for each dataset, ours solid and the paper's dashed. */
export function tableCharts(rows: readonly MeasuredRow[], figures: readonly Chart[]): Promise<string> {
  const datasets = [...new Set(rows.map(({ published }) => published.dataset))];
  const charts = datasets.flatMap((dataset) => figures.map((figure) => chart(rows, dataset, figure)));
  return chartGrid({ columns: figures.length, charts: charts.filter(({ series }) => series.length > 0) });
}

function chart(rows: readonly MeasuredRow[], dataset: DatasetId, { title, ours, paper }: Chart): LineChart {
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
    const measured = ours.flatMap((figure): Series[] => {
      const curve = points(({ outcome }) => {
        const value = measuredOf(outcome);
        return value && figure.error(value);
      });
      const one = own
        .map(({ outcome }) => measuredOf(outcome))
        .find((value) => value && figure.error(value) !== undefined);
      return one ? marked({ name: nameOf(`${name}, ours`, figure, one), points: curve }) : [];
    });
    const printed = points(({ published }) => {
      const value = paper(published);
      return value === undefined ? undefined : value / 100;
    });
    const both = [...measured, ...marked({ name: `${name}, the paper`, points: printed, stroke: 'dashed' })];
    return both.filter(({ points }) => points.length > 0);
  });
  return {
    title: `${dataset}: ${title}`,
    x: { label: 'epsilon', zero: true },
    y: { label: 'error', format: '.0%', domain: [0, 1] },
    series,
  };
}

/** A line and its points. */
const marked = ({ name, points, ...line }: Series): Series[] => [
  { name, points, ...line },
  { name, points, mark: 'points' },
];
