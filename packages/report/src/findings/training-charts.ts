import type { Figure } from '../data/numbers';
import type { MetricsData } from '../data/run-data';
import type { Chart, Curve, CurveAxis } from './chart';

type Value = (row: MetricsData) => Figure | undefined;
type Line = readonly [name: string, value: Value, mark?: NonNullable<Curve['mark']>];

const share = { zero: true, format: '.0%' } as const;

/** The curves of a training, by epoch. What no row has is left out. */
export function trainingCharts(rows: readonly MetricsData[]): Chart[] {
  const byEpoch = rows.every(({ epoch }) => epoch !== undefined);
  const x: CurveAxis = { label: byEpoch ? 'epoch' : 'step', zero: true };
  const at = (row: MetricsData): number => (byEpoch ? row.epoch! : row.step);
  const chart = (title: string, y: Omit<CurveAxis, 'label'>, lines: readonly Line[]): Chart => ({
    title,
    x,
    y: { label: title, ...y },
    series: lines.map((line) => seriesOf(rows, at, line)).filter(({ points }) => points.length > 0),
  });
  return [
    chart('loss', {}, [['loss', (row) => row.loss], ...['fit', 'spec'].map(part)]),
    chart('errors', share, [
      ['test error', (row) => row.tracked?.error],
      ['PGD error', (row) => row.tracked?.adversarialError],
      ['verified error', (row) => row.tracked?.verifiedError],
    ]),
    chart('epsilon', { zero: true }, [['epsilon', (row) => row.epsilon]]),
    chart('kappa', { domain: [0, 1] }, [['kappa', (row) => row.kappa]]),
    chart('ReLUs', share, [
      ['active', (row) => row.tracked?.stability?.active],
      ['inactive', (row) => row.tracked?.stability?.inactive],
      ['unstable', (row) => row.tracked?.stability?.unstable],
    ]),
    chart('learning rate', { scale: 'log', format: '~g' }, [
      ['learning rate', (row) => row.learningRate, 'steps'],
    ]),
    chart('norm of the gradient', { zero: true }, [['norm', (row) => row.gradientNorm]]),
    ...otherParts(rows).map((name) => chart(`loss: ${name}`, {}, [part(name)])),
  ].filter(({ series }) => series.length > 0);
}

const part = (name: string): Line => [name, (row) => row.parts?.[name]];

/** They need not be of the size of the loss, of which they are weighted parts. */
const otherParts = (rows: readonly MetricsData[]): string[] => {
  const names = new Set(rows.flatMap(({ parts = {} }) => Object.keys(parts)));
  return [...names].filter((name) => name !== 'fit' && name !== 'spec');
};

const beginOf = (row: MetricsData, at: (row: MetricsData) => number): number =>
  row.step > 0 ? (at(row) * row.from!) / row.step : 0;

function seriesOf(
  rows: readonly MetricsData[],
  at: (row: MetricsData) => number,
  [name, value, mark = 'line']: Line,
): Curve {
  const points = rows.flatMap((row, i) => {
    const figure = value(row);
    if (figure === undefined) return [];
    const y = figure ?? Number.NaN;
    // what changes in steps held from the beginning of its row
    const begin =
      mark === 'steps' && i === 0 && row.from !== undefined ? [[beginOf(row, at), y] as const] : [];
    return [...begin, [at(row), y] as const];
  });
  return { name, points, mark };
}
