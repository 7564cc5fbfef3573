import type { PlainSpec } from '@ibp/exact';
import type { SumOfRows } from '../lines';
import type { UnsafeRows } from '../rows';
import type { HostNetwork } from './host-network';
import { gamma, up } from './rounding';

/**
 * Sums of rows of conjunctions, each as a row: its constant pays for what float64 makes of the coefficients, which the
 * reach of the last node, a linear one, bounds from above with `|z|`.
 */
export function sumsOfRows(
  { nodes, heap }: HostNetwork,
  { spec, conjunctions }: UnsafeRows,
  sums: readonly SumOfRows[],
): PlainSpec {
  const { size, reach } = nodes.at(-1)!;
  const c = new Float64Array(sums.length * size);
  const d = new Float64Array(sums.length);
  sums.forEach(({ conjunction, multipliers }, s) => {
    const { start, end } = conjunctions[conjunction]!;
    let lost = 0;
    for (let r = start; r < end; r++) {
      const m = multipliers[r - start]!;
      d[s]! += m * spec.d[r]!;
      lost += Math.abs(m * spec.d[r]!);
      for (let k = 0; k < size; k++) {
        const term = m * spec.c[r * size + k]!;
        c[s * size + k]! += term;
        lost += Math.abs(term) * heap[reach + k]!;
      }
    }
    d[s] = up(d[s]! + gamma(end - start + 4) * lost * 2);
  });
  return { c, d };
}
