import type { Measurement } from './measure';
import { ratioToTorch, reportTable } from './report';

const row = (engine: string, task: Measurement['task'], median: number): Measurement => ({
  model: 'small',
  inputShape: [28, 28, 1],
  batchSize: 100,
  threads: 1,
  engine,
  task,
  median,
  least: median,
  peakMegabytes: 100,
});
const all = [
  row('wasm', 'nominal', 50),
  row('wasm', 'ibp', 150),
  row('wasm', 'evaluate', 200),
  row('torch', 'nominal', 25),
  row('torch', 'ibp', 60),
  row('torch', 'evaluate', 10),
];

it('divides by the time of PyTorch for the same task', () => {
  expect(ratioToTorch(all[1]!, all)).toBe(2.5);
  expect(ratioToTorch(all[1]!, all.slice(0, 3))).toBeUndefined();
});

it('has a row for each engine, with the ratio of an IBP step to a nominal one', () => {
  const lines = reportTable(all)
    .split('\n')
    .filter((line) => line.includes('small'));
  expect(
    lines.map((line) =>
      line
        .split('│')
        .map((cell) => cell.trim())
        .slice(3, 9),
    ),
  ).toEqual([
    ['wasm', '50', '150', '3.00', '2.50', '2.00'],
    ['torch', '25', '60', '2.40', '1.00', '0.10'],
  ]);
});
