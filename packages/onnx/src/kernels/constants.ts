import type { DType } from '../graph/graph';
import { filled, plain } from '../graph/view';
import type { KernelRule } from './rule';

const numeric = (value: number | boolean): number => Number(value);

export const fill: KernelRule = (b, _, { shape, value, dtype }) =>
  filled(b, numeric(value), (dtype ?? 'float32') as DType, shape);

export const like =
  (value: number): KernelRule =>
  (b, { x }) =>
    filled(b, value, x!.dtype, x!.shape);

export const linspace: KernelRule = (b, _, { start, stop, num }) => {
  const step = num > 1 ? (stop - start) / (num - 1) : 0;
  // by repeated rounding, as tfjs does
  const values = new Float32Array(num).fill(start);
  for (let i = 1; i < num; i++) values[i] = values[i - 1]! + step;
  return plain(b.constant('float32', [num], values), 'float32', [num]);
};

export const range: KernelRule = (b, _, { start, stop, step, dtype }) => {
  const length = Math.max(0, Math.ceil((stop - start) / step));
  const numbers = Array.from({ length }, (__, i) => start + i * step);
  const values = dtype === 'int32' ? Int32Array.from(numbers) : Float32Array.from(numbers);
  return plain(b.constant(dtype, [length], values), dtype, [length]);
};
