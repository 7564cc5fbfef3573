import type { Padding } from '@ibp/core';
import type { Layer } from '../builder';
import { type Pair, pair } from './pair';

/** Options of `maxPool` and `averagePool`. */
export type PoolOptions = {
  readonly size: Pair;
  /** The size unless given: windows side by side. */
  readonly strides?: Pair;
  readonly padding?: Padding;
};

const pool =
  (op: 'averagePool' | 'maxPool') =>
  ({ size, strides = size, padding = 'valid' }: PoolOptions): Layer =>
  (build, x) =>
    build.add(op, { size: pair(size), strides: pair(strides), padding }, [x]);

/** The mean of each window of `[height, width, channels]`. */
export const averagePool = pool('averagePool');

/** The greatest of each window of `[height, width, channels]`. */
export const maxPool = pool('maxPool');

/** The mean of each channel: `[...space, channels]` to `[channels]`. */
export const globalAveragePool = (): Layer => (build, x) => build.add('globalAveragePool', {}, [x]);

/** The greatest of each channel: `[...space, channels]` to `[channels]`. */
export const globalMaxPool = (): Layer => (build, x) => build.add('globalMaxPool', {}, [x]);
