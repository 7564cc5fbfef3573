import type { Enclosure } from '@ibp/exact';
import type { HostNetwork, HostNode } from './host-network';
import { multiplySparse } from './matrix';
import { gamma, tiny, up } from './rounding';

/** Rows on the value of a node: `c` `[rows, units]` row by row, `d` `[rows]`. */
export type HostRows = { readonly c: Float64Array; readonly d: Float64Array };

/** Rows on the input that are nowhere below the rows given, and their greatest values on the box. */
export type PulledRows = HostRows & { readonly bounds: Float64Array };

/**
 * Rows on the value of node `end`, at most as many as the network has room for, pulled back to the input (CROWN, Zhang et
 * al. 2018) in float64, through the lines that were written; what rounding may have lost is in the constants: from each
 * coefficient at most `relative` of the magnitudes it is the sum of, times the greatest `|x|` of what it is the coefficient
 * of, which is the `reach` (Neumaier and Shcherbina 2004).
 */
export function hostBackward(
  host: HostNetwork,
  underflow: number,
  box: Enclosure,
  end: number,
  rows: HostRows,
): PulledRows {
  const { nodes, heap, sums } = host;
  const count = rows.d.length;
  const terms = pullBack(host, end, rows);
  const input = nodes[0]!;
  const c = new Float64Array(count * input.size);
  for (let s = 0; s < count; s++) {
    const from = input.coefficients + s * input.stride;
    c.set(heap.subarray(from, from + input.size), s * input.size);
  }
  const slack = gamma(terms + 4);
  const d = rows.d.map((given, s) => {
    const [value, magnitude, lost] = heap.subarray(sums + 4 * s, sums + 4 * s + 3);
    const error = slack * (magnitude! + Math.abs(given)) + lost! * host.relative * (1 + 2 ** -20);
    return up(value! + given + up(error + underflow));
  });
  return { c, d, bounds: greatest(c, d, box) };
}

/**
 * Pulls rows back through the lines that were written: the coefficients of the input are left at its node, what constants
 * come to among the sums.
 *
 * @returns how many terms such a sum has, at most.
 */
export function pullBack(host: HostNetwork, end: number, rows: HostRows): number {
  const { nodes, heap, kernels, sums } = host;
  const count = rows.d.length;
  const touched = new Set<number>();
  const touch = (index: number): HostNode => {
    const node = nodes[index]!;
    if (!touched.has(index)) heap.fill(0, node.coefficients, node.coefficients + count * node.stride);
    touched.add(index);
    return node;
  };
  const { size, stride, coefficients } = touch(end);
  for (let s = 0; s < count; s++) {
    heap.set(rows.c.subarray(s * size, (s + 1) * size), coefficients + s * stride);
  }
  heap.fill(0, sums, sums + 4 * count);
  let terms = 1;
  for (let index = end; index > 0; index--) {
    if (!touched.has(index)) continue;
    const node = nodes[index]!;
    const [c, reach, width] = [8 * node.coefficients, 8 * node.reach, 8 * node.stride];
    terms += node.stride;
    if (node.slopes) {
      const into = touch(node.inputs[0]!);
      kernels.activate(c, 8 * into.coefficients, 8 * node.constants, reach, 8 * sums, count, width);
    } else {
      kernels.constants(c, 8 * node.constants, reach, 8 * sums, count, width);
      throughMatrix(host, node, node.inputs.map(touch), count);
    }
  }
  touch(0);
  return terms;
}

/** Sends coefficients on to the inputs of a linear op. */
function throughMatrix(host: HostNetwork, node: HostNode, inputs: readonly HostNode[], count: number): void {
  const { heap, kernels, chosen } = host;
  const { coefficients, stride, size } = node;
  const { weights } = node.affine!;
  const [first] = inputs;
  if (typeof weights === 'number') {
    kernels.multiply(
      8 * coefficients,
      8 * weights,
      8 * first!.coefficients,
      8 * chosen,
      count,
      size,
      8 * stride,
      8 * first!.stride,
    );
    return;
  }
  for (let s = 0; s < count; s++) {
    const from = coefficients + s * stride;
    const c = heap.subarray(from, from + size);
    inputs.forEach((input, k) => {
      const at = input.coefficients + s * input.stride;
      multiplySparse(weights[k]!, c, heap.subarray(at, at + input.size));
    });
  }
}

/** The greatest values of rows on a box, rounded up; NaN where they are not finite. */
export function greatest(c: Float64Array, d: Float64Array, { lower, upper }: Enclosure): Float64Array {
  const n = lower.length;
  const slack = gamma(n + 1);
  return d.map((constant, s) => {
    let sum = constant;
    let size = Math.abs(constant);
    for (let i = 0; i < n; i++) {
      const a = c[s * n + i]!;
      const most = a > 0 ? a * upper[i]! : a * lower[i]!;
      sum += most;
      size += Math.abs(most);
    }
    const bound = up(sum + (slack * size + tiny));
    return Number.isFinite(bound) ? bound : Number.NaN;
  });
}
