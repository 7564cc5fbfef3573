import type { Measurement } from './measure';

/** A measurement beside others of the same work; nothing where there is no other. */
export type Ratios = {
  /** This engine's nominal step is 1. */
  readonly toNominal?: number;
  /** PyTorch's time for the same task is 1, operation by operation and through torch.compile. */
  readonly toTorch?: number;
  /** The same of the medians: what a loop of many steps takes, page faults and all. */
  readonly mediansToTorch?: number;
  readonly toCompiledTorch?: number;
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

/** How far rounds may spread, and what threads may wait, in a measurement that is compared with others. */
const MOST_SPREAD = 1.5;
const MOST_WAITING = 1.15;

/**
 * Whether the machine was free: half of the rounds took about as long as the least one, and that one computed while it lasted, on one
 * thread at least.
 */
export const isSteady = ({ median, least, leastCpu }: Measurement): boolean =>
  median <= MOST_SPREAD * least && least <= MOST_WAITING * leastCpu;

/** Of least times, but for those of medians: what else the machine does can only add. Nothing where one of both was disturbed. */
export function ratios(measurement: Measurement, all: readonly Measurement[]): Ratios {
  const to = (but: Partial<Measurement>, time: 'least' | 'median' = 'least'): number | undefined => {
    const other = counterpart(measurement, all, but);
    if (!other || !isSteady(other) || !isSteady(measurement)) return undefined;
    return measurement[time] / other[time];
  };
  return Object.fromEntries(
    Object.entries({
      toNominal: to({ task: 'nominal' }),
      toTorch: to({ engine: 'torch' }),
      mediansToTorch: to({ engine: 'torch' }, 'median'),
      toCompiledTorch: to({ engine: 'torch-compiled' }),
      toOneThread: to({ threads: 1 }),
    }).filter(([, ratio]) => ratio !== undefined),
  );
}
