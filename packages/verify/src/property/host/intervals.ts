import type { Enclosure } from '@ibp/exact';
import type { HostNetwork, HostNode } from './host-network';
import { addProducts } from './matrix';
import { down, gamma, tiny, up } from './rounding';

/** What an activation with slopes `left` and `right` of 0 makes of intervals. */
export function imageOf(
  [left, right]: readonly [number, number],
  lower: Float64Array,
  upper: Float64Array,
): Enclosure {
  const [low, high] = [new Float64Array(lower.length), new Float64Array(lower.length)];
  // products with -1, 0 and 1 are exact
  const exact =
    Number.isInteger(left) && Number.isInteger(right) && Math.abs(left) <= 1 && Math.abs(right) <= 1;
  for (let i = 0; i < lower.length; i++) {
    const l = lower[i]!;
    const u = upper[i]!;
    const a = l > 0 ? right * l : left * l;
    const b = u > 0 ? right * u : left * u;
    const inside = l < 0 && u > 0;
    const least = inside ? Math.min(a, b, 0) : Math.min(a, b);
    const most = inside ? Math.max(a, b, 0) : Math.max(a, b);
    low[i] = exact ? least : down(least);
    high[i] = exact ? most : up(most);
  }
  return { lower: low, upper: high };
}

/** `W mu + b -+ |W| r` (Gowal et al. 2019, eq. 6), rounded outward. */
export function intervalsOf(
  host: HostNetwork,
  node: HostNode,
  boxes: readonly (Enclosure | undefined)[],
): Enclosure {
  const { heap, sums } = host;
  const { affine, size, reach } = node;
  const { bias, columns } = affine!;
  writeCenter(host, node, boxes);
  heap.fill(0, sums, sums + 4 * size);
  sumRows(host, node);
  const lower = new Float64Array(size);
  const upper = new Float64Array(size);
  const relative = 2 * gamma(columns);
  for (let o = 0; o < size; o++) {
    const middle = heap[sums + 4 * o]! + bias[o]!;
    const error = up(heap[sums + 4 * o + 2]! + (relative * heap[reach + o]! + tiny));
    lower[o] = down(middle - error);
    upper[o] = up(middle + error);
  }
  return { lower, upper };
}

function writeCenter(
  { heap, center, radius }: HostNetwork,
  { inputs }: HostNode,
  boxes: readonly (Enclosure | undefined)[],
): void {
  let at = 0;
  for (const input of inputs) {
    const { lower, upper } = boxes[input]!;
    for (let i = 0; i < lower.length; i++, at++) {
      const l = lower[i]!;
      const u = upper[i]!;
      const middle = (l + u) / 2;
      heap[center + at] = middle;
      // a point needs none, and the least number above 0 would make every product with it slow
      heap[radius + at] = l === u ? 0 : up(Math.max(u - middle, middle - l));
    }
  }
  // rows are padded to an even length
  heap[center + at] = 0;
  heap[radius + at] = 0;
}

/** At least `|b| + |W| max |x|` of a linear op. */
export function magnitudesOf(
  host: HostNetwork,
  node: HostNode,
  boxes: readonly (Enclosure | undefined)[],
): Float64Array {
  const { heap, sums } = host;
  const { bias, columns } = node.affine!;
  const around = boxes.map((box) => {
    if (!box) return undefined;
    const upper = box.upper.map((u, i) => Math.max(u, -box.lower[i]!));
    return { lower: upper.map((u) => -u), upper };
  });
  writeCenter(host, node, around);
  heap.fill(0, sums, sums + 4 * node.size);
  sumRows(host, node);
  return bias.map((b, o) => up((heap[sums + 4 * o + 2]! + Math.abs(b)) * (1 + 4 * gamma(columns))) + tiny);
}

/** `W x + b` at boxes that are points, rounded as it comes. */
export function productsAt(
  host: HostNetwork,
  node: HostNode,
  points: readonly (Enclosure | undefined)[],
): Float64Array {
  const { heap, sums } = host;
  const { weights, bias } = node.affine!;
  if (typeof weights !== 'number') {
    const values = bias.slice();
    for (const [k, matrix] of weights.entries()) addProducts(matrix, points[node.inputs[k]!]!.lower, values);
    return values;
  }
  writeCenter(host, node, points);
  heap.fill(0, sums, sums + 4 * node.size);
  sumRows(host, node);
  return bias.map((b, o) => heap[sums + 4 * o]! + b);
}

/** For each row of the matrix its products with the center, and of its magnitudes with the radius: the first and third sums. */
export function sumRows(
  { nodes, heap, kernels, sums, center, radius }: HostNetwork,
  { inputs, size, affine }: HostNode,
): void {
  const { weights } = affine!;
  if (typeof weights === 'number') {
    const width = 8 * nodes[inputs[0]!]!.stride;
    kernels.constants(8 * weights, 8 * center, 8 * radius, 8 * sums, size, width);
    return;
  }
  let offset = 0;
  for (const [k, { start, column, weights: entries }] of weights.entries()) {
    for (let o = 0; o < size; o++) {
      let middle = 0;
      let spread = 0;
      const end = start[o + 1]!;
      for (let e = start[o]!; e < end; e++) {
        const w = entries[e]!;
        const i = offset + column[e]!;
        middle += w * heap[center + i]!;
        spread += Math.abs(w) * heap[radius + i]!;
      }
      heap[sums + 4 * o]! += middle;
      heap[sums + 4 * o + 2]! += spread;
    }
    offset += nodes[inputs[k]!]!.size;
  }
}
