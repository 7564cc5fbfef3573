import type { Shape } from '@ibp/bounds';
import type { AffineMap } from '../affine-map';
import { type PlainParams, sizeOf } from '../plain-network';
import { rowsFirst } from './rows-first';

/** Over the last axis: one block `W^T` for each place along the others. */
export function dense({ kernel, bias }: PlainParams<'dense'>, [input]: readonly Shape[]): AffineMap {
  const [m, n] = kernel.shape as [number, number];
  const places = sizeOf(input!) / m;
  const rows = rowsFirst(kernel.data, n);
  return {
    inputs: places * m,
    outputs: places * n,
    maxTerms: m,
    bias: (i) => bias?.data[i % n] ?? 0,
    row: (i, columns, weights) => {
      const start = Math.floor(i / n) * m;
      weights.set(rows.subarray((i % n) * m, (i % n) * m + m));
      for (let k = 0; k < m; k++) columns[k] = start + k;
      return m;
    },
  };
}
