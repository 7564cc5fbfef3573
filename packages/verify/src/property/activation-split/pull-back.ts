import type { Enclosure } from '@ibp/exact';
import { gamma, tiny, up } from '../host/rounding';
import type { Batch, Region } from './batch';
import { linesAt } from './lines';
import { rowsInBlock } from './products';
import type { SearchNetwork, SearchNode } from './search-network';

/**
 * Pulls the row of each part back to the input (CROWN, Zhang et al. 2018, with multipliers of splits as in beta-CROWN, Wang et
 * al. 2021), in float64 with what rounding may have lost in the constants, as `hostBackward` does. Coefficients of all
 * nodes stay on the heap, and as the values of the input the points at which the bounds are attained.
 *
 * @returns upper bounds on the parts; NaN where one is not finite. The constants are left first of the sums.
 */
export function pullBack(net: SearchNetwork, region: Region, batch: Batch): Float64Array {
  const { box, underflow } = region;
  const { nodes, heap, kernels, sums } = net;
  const { start, parts, free, places } = batch;
  const count = parts.length;
  const padded = rowsInBlock * Math.ceil(count / rowsInBlock);
  const touched = new Set<number>();
  const touch = (index: number): SearchNode => {
    const node = nodes[index]!;
    if (!touched.has(index)) heap.fill(0, node.coefficients, node.coefficients + padded * node.stride);
    touched.add(index);
    return node;
  };
  const first = touch(start);
  const rows = parts.map(({ rows: of }, s) => of.summed(free[s]!.multipliers));
  for (const [s, { c }] of rows.entries()) heap.set(c, first.coefficients + s * first.stride);
  heap.fill(0, sums, sums + 4 * padded);
  let terms = 1;
  for (let index = start; index > 0; index--) {
    if (!touched.has(index)) continue;
    const node = nodes[index]!;
    constrain(net, region, batch, index);
    const [c, reach, width] = [8 * node.coefficients, 8 * node.reach, 8 * node.stride];
    terms += node.stride;
    if (node.activation) {
      const into = 8 * touch(node.inputs[0]!).coefficients;
      for (let s = 0; s < count; s++) {
        const [lines, at] = [8 * linesAt(node, places[s]!), s * width];
        kernels.activate(c + at, into + at, lines, reach, 8 * sums + 32 * s, 1, width);
      }
    } else {
      kernels.constants(c, 8 * node.constants, reach, 8 * sums, count, width);
      throughMatrix(net, node, node.inputs.map(touch), count);
    }
  }
  touch(0);
  const slack = gamma(terms + 4);
  return Float64Array.from(parts, ({ splits }, s) => {
    const [value, magnitude, lost] = heap.subarray(sums + 4 * s, sums + 4 * s + 3);
    const d = rows[s]!.d[0]!;
    const error =
      (slack + gamma(2 * splits.length)) * (magnitude! + Math.abs(d)) + lost! * net.relative * (1 + 2 ** -20);
    const constant = up(value! + d + up(error + underflow));
    heap[sums + 4 * s] = constant;
    return attain(nodes[0]!, heap, box, s, constant);
  });
}

/** Adds what splits of a node's units say, times their multipliers: at least 0 on the part. */
function constrain(
  { nodes, heap, sums }: SearchNetwork,
  { magnitudes }: Region,
  { parts, free }: Batch,
  index: number,
): void {
  const { coefficients, stride } = nodes[index]!;
  for (let s = 0; s < parts.length; s++) {
    const { splits } = parts[s]!;
    const { betas } = free[s]!;
    for (let k = 0; k < splits.length; k++) {
      const { node, unit, side, at = 0 } = splits[k]!;
      const beta = betas[k]!;
      if (node !== index || beta === 0) continue;
      const signed = side === 'active' ? beta : -beta;
      heap[coefficients + s * stride + unit]! += signed;
      const sum = sums + 4 * s;
      heap[sum]! -= signed * at;
      heap[sum + 1]! += Math.abs(signed * at);
      heap[sum + 2]! += beta * (splits.length + 1) * magnitudes[index]![unit]!;
    }
  }
}

/** Sends coefficients on to the inputs of a linear op, which takes these one after the other. */
function throughMatrix(
  { products, chosen }: SearchNetwork,
  { coefficients, stride, size, affine }: SearchNode,
  inputs: readonly SearchNode[],
  count: number,
): void {
  const { weights } = affine!;
  const [first] = inputs;
  if (typeof weights === 'number') {
    products.backward(
      8 * coefficients,
      8 * weights,
      8 * first!.coefficients,
      8 * chosen,
      Math.ceil(count / rowsInBlock),
      size,
      8 * stride,
      8 * first!.stride,
    );
    return;
  }
  inputs.forEach((input, k) => {
    const { start, column, weights: entries } = weights[k]!;
    products.scatter(
      8 * coefficients,
      8 * input.coefficients,
      8 * start,
      8 * column,
      8 * entries,
      8 * chosen,
      Math.ceil(count / rowsInBlock),
      size,
      8 * stride,
      8 * input.stride,
    );
  });
}

/** The greatest value of a row on the box, rounded up, and the point of it as the input's value. */
function attain(
  { coefficients, values, stride, size }: SearchNode,
  heap: Float64Array,
  { lower, upper }: Enclosure,
  s: number,
  constant: number,
): number {
  const [from, to] = [coefficients + s * stride, values + s * stride];
  let sum = constant;
  let magnitude = Math.abs(constant);
  for (let i = 0; i < size; i++) {
    const a = heap[from + i]!;
    const x = a > 0 ? upper[i]! : lower[i]!;
    heap[to + i] = x;
    const most = a * x;
    sum += most;
    magnitude += Math.abs(most);
  }
  const bound = up(sum + (gamma(size + 1) * magnitude + tiny));
  return Number.isFinite(bound) ? bound : Number.NaN;
}
