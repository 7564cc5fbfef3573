import type { Measurement } from './measure';

/** A measurement beside others of the same work; nothing where there is no other. */
export type Ratios = {
  /** This engine's nominal step is 1. */
  readonly toNominal?: number;
  /** PyTorch's time for the same task is 1. */
  readonly toTorch?: number;
  /** The same in one thread is 1. */
  readonly toOneThread?: number;
};

/** The measurement of the same work, but for what is given. */
export const counterpart = (
  measurement: Measurement,
  all: readonly Measurement[],
  but: Partial<Measurement>,
): Measurement | undefined => {
  const wanted = { ...measurement, ...but };
  const keys = ['model', 'task', 'engine', 'batchSize', 'threads', 'width'] as const;
  return all.find((other) => keys.every((key) => other[key] === wanted[key]));
};

export function ratios(measurement: Measurement, all: readonly Measurement[]): Ratios {
  const to = (but: Partial<Measurement>): number | undefined => {
    const other = counterpart(measurement, all, but);
    return other && measurement.median / other.median;
  };
  return Object.fromEntries(
    Object.entries({
      toNominal: to({ task: 'nominal' }),
      toTorch: to({ engine: 'torch' }),
      toOneThread: to({ threads: 1 }),
    }).filter(([, ratio]) => ratio !== undefined),
  );
}
