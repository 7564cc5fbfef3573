import Table from 'cli-table3';
import type { Measurement } from './measure';
import { counterpart, type Ratios, ratios } from './ratios';

const milliseconds = (value: number): string => value.toFixed(value < 10 ? 1 : 0);
const orDash = (value: number | undefined, format: (value: number) => string): string =>
  value === undefined ? '-' : format(value);
/** The least, and the median in brackets. */
const times = (measurement: Measurement | undefined, format: (value: number) => string): string =>
  measurement ? `${format(measurement.least)} (${format(measurement.median)})` : '-';
const beside = ({ toTorch, mediansToTorch }: Ratios): string =>
  toTorch === undefined ? '-' : `${twoDigits(toTorch)} (${twoDigits(mediansToTorch!)})`;
const twoDigits = (value: number): string => value.toFixed(2);

const columns = [
  'model',
  'batch',
  'threads',
  'engine',
  'rounds',
  'nominal ms',
  'IBP ms',
  'IBP / nominal',
  'IBP / torch',
  'evaluate ms/image',
  'evaluate / torch',
  'compile ms',
  'peak MB (IBP)',
];

/** What computed, a line each. */
export const programs = (all: readonly Measurement[]): string =>
  [...new Map(all.map(({ engine, program }) => [engine, program]))]
    .map(([engine, program]) => `${engine}: ${program}`)
    .join('\n');

/** A row for each model, batch size, number of threads and engine. */
export function reportTable(all: readonly Measurement[]): string {
  const table = new Table({
    head: columns,
    style: { head: [], border: [] },
    colAligns: columns.map((name) => (['model', 'engine'].includes(name) ? 'left' : 'right')),
  });
  const seen = new Set<string>();
  for (const one of all) {
    const { model, batchSize, threads, engine } = one;
    const key = [model, batchSize, threads, engine].join();
    if (seen.has(key)) continue;
    seen.add(key);
    const of = (task: Measurement['task']) => counterpart(one, all, { task });
    const [nominal, ibp, evaluate] = [of('nominal'), of('ibp'), of('evaluate')];
    const compared: Ratios = ibp ? ratios(ibp, all) : {};
    table.push([
      model,
      batchSize,
      threads,
      engine,
      one.rounds,
      times(nominal, milliseconds),
      times(ibp, milliseconds),
      orDash(compared.toNominal, twoDigits),
      beside(compared),
      times(evaluate, (value) => twoDigits(value / batchSize)),
      evaluate ? beside(ratios(evaluate, all)) : '-',
      orDash(ibp?.compileMilliseconds || undefined, milliseconds),
      orDash(ibp?.peakMegabytes, (value) => String(Math.round(value))),
    ]);
  }
  return table.toString();
}
