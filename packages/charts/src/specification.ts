import type { TopLevelSpec } from 'vega-lite';
import type { Axis, ChartGrid, LineChart, Series } from './chart';

const dashes = { solid: [1, 0], broad: [1, 0], dashed: [6, 4], dotted: [2, 3] };

/** A grid of charts in the language of Vega-Lite. */
export function specification({ title, columns = 3, charts }: ChartGrid): TopLevelSpec {
  // Vega-Lite itself would give each chart the colours of its own series alone
  const names = [...new Set(charts.flatMap(({ series }) => series.map(({ name }) => name)))];
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    config: { view: { stroke: '#ddd' }, axis: { gridColor: '#eee' }, font: 'sans-serif' },
    ...(title ? { title } : {}),
    columns,
    concat: charts.map((chart) => view(chart, names)),
    resolve: { scale: { color: 'shared' } },
  } as TopLevelSpec;
}

/** One layer for each series: they differ in mark and stroke. Faint ones first, so that the others lie over them. */
function view({ title, x, y, series, width = 320, height = 200 }: LineChart, names: readonly string[]) {
  const behind = series.filter(({ faint }) => faint);
  const before = series.filter(({ faint }) => !faint);
  return {
    ...(title ? { title: { text: title, fontSize: 12 } } : {}),
    width,
    height,
    encoding: { x: position('x', x), y: position('y', y) },
    layer: [...behind, ...before].map((one) => layer(one, [x, y], names)),
  };
}

const position = (field: string, { label, scale = 'linear', format, domain, zero = false }: Axis) => ({
  field,
  type: 'quantitative',
  axis: { title: label, ...(format ? { format } : {}) },
  scale: {
    type: scale,
    nice: !domain,
    ...(domain ? { domain } : {}),
    ...(domain || scale === 'log' ? {} : { zero }),
  },
});

/** In square pixels: a cloud of many points is to hide nothing that lies around it. */
const dotSize = (count: number): number => (count > 500 ? 3 : 12);

function layer(series: Series, axes: readonly [Axis, Axis], names: readonly string[]) {
  const {
    name,
    points,
    mark = 'line',
    stroke = 'solid',
    faint = false,
    size = dotSize(points.length),
  } = series;
  const joined = mark === 'outline' ? [...points, ...points.slice(0, 1)] : points;
  return {
    data: { values: joined.map((point, order) => ({ ...coordinates(point, axes), name, order })) },
    mark:
      mark === 'points'
        ? {
            type: 'point',
            filled: true,
            size,
            opacity: faint ? 0.25 : 0.8,
            clip: true,
          }
        : {
            type: 'line',
            ...(mark === 'steps' ? { interpolate: 'step-before' } : {}),
            strokeWidth: stroke === 'broad' ? 8 : faint ? 1 : 2,
            opacity: faint || stroke === 'broad' ? 0.35 : 1,
            strokeDash: dashes[stroke],
            // of one point a line would show nothing
            point: points.length === 1,
            invalid: 'break-paths-show-domains',
            clip: true,
          },
    encoding: {
      color: {
        field: 'name',
        type: 'nominal',
        scale: { domain: names },
        legend: { title: null, labelLimit: 400, symbolOpacity: 1 },
      },
      ...(mark === 'points' ? {} : { order: { field: 'order', type: 'quantitative' } }),
    },
  };
}

/** JSON has no NaN, and a log scale no 0: null breaks a line. */
function coordinates([x, y]: readonly [number, number], axes: readonly [Axis, Axis]) {
  const shown = (value: number, { scale }: Axis) =>
    Number.isFinite(value) && (scale !== 'log' || value > 0) ? value : null;
  return { x: shown(x, axes[0]), y: shown(y, axes[1]) };
}
