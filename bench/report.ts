import Table from 'cli-table3';
import type { Measurement } from './measure';

const same = (a: Measurement, b: Measurement): boolean =>
  a.model === b.model && a.task === b.task && a.batchSize === b.batchSize && a.threads === b.threads;

/** A measurement's time as a multiple of PyTorch's for the same work; nothing where PyTorch did not run. */
export function ratioToTorch(measurement: Measurement, all: readonly Measurement[]): number | undefined {
  const torch = all.find((other) => other.engine === 'torch' && same(measurement, other));
  return torch && measurement.median / torch.median;
}

const milliseconds = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

/** A row for each model, engine and number of threads. */
export function reportTable(all: readonly Measurement[]): string {
  const table = new Table({
    head: [
      'model',
      'threads',
      'engine',
      'nominal ms',
      'IBP ms',
      'IBP / nominal',
      'IBP / torch',
      'evaluate ms/image',
      'peak MB',
    ],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'left', 'right', 'right', 'right', 'right', 'right', 'right'],
  });
  for (const ibp of all.filter(({ task }) => task === 'ibp')) {
    const of = (task: Measurement['task']) =>
      all.find((m) => m.engine === ibp.engine && same(m, { ...ibp, task }))!;
    const [nominal, evaluate] = [of('nominal'), of('evaluate')];
    const toTorch = ratioToTorch(ibp, all);
    table.push([
      ibp.model,
      ibp.threads,
      ibp.engine,
      milliseconds(nominal.median),
      milliseconds(ibp.median),
      (ibp.median / nominal.median).toFixed(2),
      toTorch ? toTorch.toFixed(2) : '-',
      (evaluate.median / ibp.batchSize).toFixed(2),
      Math.round(evaluate.peakMegabytes),
    ]);
  }
  return table.toString();
}
