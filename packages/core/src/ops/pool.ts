import type { Shape } from '../shape';
import { type Padding, windowOutput } from './window';

/** A pool's window, channels last. */
export type PoolParams = {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
};

export const pooledShape = (where: string, input: Shape, { size, strides, padding }: PoolParams): Shape => [
  ...windowOutput(where, input, size, { strides, padding }),
  input[2]!,
];
