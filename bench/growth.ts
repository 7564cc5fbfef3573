import { chartGrid, type LineChart, type Series } from '@ibp/charts';
import { type Measurement, measure, type Options } from './measure';
import { workloadOf } from './task';

const sizes = { batchSize: [25, 50, 100, 200, 400], width: [0.5, 1, 2, 4] } as const;
type Size = keyof typeof sizes;

const labels: { readonly [K in Size]: string } = {
  batchSize: 'images in a batch',
  width: "width, as a multiple of the paper's",
};
const tasks = ['nominal', 'ibp'] as const;

/** Steps of the small model at growing batch sizes and widths. */
export async function measureGrowth(options: Options): Promise<Measurement[]> {
  const results: Measurement[] = [];
  for (const size of Object.keys(sizes) as Size[]) {
    for (const value of sizes[size]) {
      options.log(`small, ${labels[size]}: ${value}`);
      results.push(...(await measure(workloadOf('small', { [size]: value }), { ...options, tasks })));
    }
  }
  return results;
}

/** Milliseconds a step against each size, both on log scales: a cost in proportion is a line of slope 1. */
export const growthChart = (all: readonly Measurement[]): Promise<string> =>
  chartGrid({
    title: 'A training step of the small model',
    columns: 2,
    charts: (Object.keys(sizes) as Size[]).map((size) => chart(size, all)),
  });

function chart(size: Size, all: readonly Measurement[]): LineChart {
  const other = size === 'batchSize' ? 'width' : 'batchSize';
  const fixed = all.filter((m) => m[other] === workloadOf('small')[other]);
  const engines = [...new Set(fixed.map(({ engine }) => engine))];
  const series = engines.flatMap((engine) =>
    tasks.map((task): Series => {
      const line = new Map(
        fixed.filter((m) => m.engine === engine && m.task === task).map((m) => [m[size], m.median]),
      );
      const points = [...line].sort(([a], [b]) => a - b);
      return { name: `${engine}, ${task}`, points, stroke: task === 'ibp' ? 'solid' : 'dashed' };
    }),
  );
  const [least, greatest] = [sizes[size][0], sizes[size].at(-1)!];
  return {
    x: { label: labels[size], scale: 'log', domain: [least, greatest] },
    y: { label: 'ms', scale: 'log' },
    series,
  };
}
