import type { Batch } from './batch';
import { linesAt } from './lines';
import { rowsInBlock } from './products';
import type { SearchNetwork } from './search-network';

/**
 * Runs the points at which the bounds of a batch are attained through the lines that gave these, up to node `end`: a
 * coefficient times the value that comes in is what the bound grows with the slope of a line by.
 */
export function pushForward(net: SearchNetwork, { parts, places }: Batch, end: number): void {
  const { nodes, heap } = net;
  const count = parts.length;
  for (let index = 1; index <= end; index++) {
    const node = nodes[index]!;
    const { values, stride, size, coefficients } = node;
    if (!node.activation) {
      matrixForward(net, index, count);
      continue;
    }
    const input = nodes[node.inputs[0]!]!;
    for (let s = 0; s < count; s++) {
      const lines = linesAt(node, places[s]!);
      const [c, from, to] = [coefficients + s * stride, input.values + s * stride, values + s * stride];
      for (let i = 0; i < size; i++) {
        const at = heap[c + i]! > 0 ? lines + i : lines + 2 * stride + i;
        heap[to + i] = heap[at]! * heap[from + i]! + heap[at + stride]!;
      }
    }
  }
}

function matrixForward(
  { nodes, heap, products, listed, chosen }: SearchNetwork,
  index: number,
  count: number,
): void {
  const { inputs, values, stride, size, affine, constants } = nodes[index]!;
  const { weights } = affine!;
  for (let s = 0; s < count; s++) heap.copyWithin(values + s * stride, constants, constants + size);
  const list = 8 * listed[index]!;
  const [units] = new Int32Array(heap.buffer, list, 1);
  const blocks = Math.ceil(count / rowsInBlock);
  inputs.forEach((i, k) => {
    const { values: from, stride: width } = nodes[i]!;
    const [x, y] = [8 * from, 8 * values];
    if (typeof weights === 'number') {
      products.forward(x, 8 * weights, y, list + 4, blocks, units!, 8 * width, 8 * stride);
      return;
    }
    const { start, column, weights: entries } = weights[k]!;
    products.gather(
      x,
      y,
      8 * start,
      8 * column,
      8 * entries,
      8 * chosen,
      list + 4,
      blocks,
      units!,
      8 * width,
      8 * stride,
    );
  });
}

/** Which units forward passes compute: all but those that every activation makes a constant of, by the lines over the box. */
export function listUnits(net: SearchNetwork): void {
  const { nodes, heap, listed } = net;
  nodes.forEach(({ affine, size }, index) => {
    if (!affine) return;
    const takers = nodes.filter(({ inputs }) => inputs.includes(index));
    const isNeeded = (i: number) =>
      takers.length === 0 ||
      takers.some(
        ({ activation, constants, stride }) =>
          !activation || heap[constants + i] !== 0 || heap[constants + 2 * stride + i] !== 0,
      );
    const numbers = new Int32Array(heap.buffer, 8 * listed[index]!, 2 * Math.ceil(size / 2) * 2);
    let count = 0;
    for (let i = 0; i < size; i++) if (isNeeded(i)) numbers[++count] = i;
    numbers[0] = count;
  });
}
