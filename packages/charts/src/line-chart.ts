import type { ChartGrid, LineChart } from './chart';
import { specification } from './specification';

/**
 * Draws one chart with Vega.
 *
 * @returns the text of an SVG file; the same text for the same chart.
 * @throws when there is no series.
 */
export const lineChart = (chart: LineChart): Promise<string> => chartGrid({ columns: 1, charts: [chart] });

/**
 * Draws several charts in one SVG, row by row, with one legend: a series has its colour in all of them.
 *
 * @returns the text of an SVG file.
 * @throws when there is no chart, or one without series.
 */
export async function chartGrid(grid: ChartGrid): Promise<string> {
  if (grid.charts.length === 0) throw new Error('chartGrid: expected at least one chart, got none');
  const empty = grid.charts.findIndex(({ series }) => series.length === 0);
  if (empty >= 0) throw new Error(`chartGrid: expected at least one series, got none in chart ${empty}`);
  // loaded only now: they are large, and ship only as ES modules, which CommonJS loads no other way
  const [{ compile }, vega] = await Promise.all([import('vega-lite'), import('vega')]);
  const { spec } = compile(specification(grid));
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logger: vega.logger(vega.Warn) });
  try {
    vega.resetSVGDefIds(); // they would count on from chart to chart
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
