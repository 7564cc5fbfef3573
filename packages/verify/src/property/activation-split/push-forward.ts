import type { SparseMatrix } from '../host/matrix';
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

function matrixForward({ nodes, heap, products, listed }: SearchNetwork, index: number, count: number): void {
  const { inputs, values, stride, size, affine, constants } = nodes[index]!;
  const { weights } = affine!;
  for (let s = 0; s < count; s++) heap.copyWithin(values + s * stride, constants, constants + size);
  const [first] = inputs.map((i) => nodes[i]!);
  if (typeof weights === 'number') {
    const numbers = new Int32Array(heap.buffer, 8 * listed[index]!, size + 1);
    products.forward(
      8 * first!.values,
      8 * weights,
      8 * values,
      8 * listed[index]! + 4,
      Math.ceil(count / rowsInBlock),
      numbers[0]!,
      8 * first!.stride,
      8 * stride,
    );
    return;
  }
  for (let s = 0; s < count; s++) {
    const y = heap.subarray(values + s * stride, values + s * stride + size);
    inputs.forEach((i, k) => {
      const { values: at, stride: width, size: own } = nodes[i]!;
      addProducts(weights[k]!, heap.subarray(at + s * width, at + s * width + own), y);
    });
  }
}

/** `y += A x`. */
function addProducts({ weights, column, start }: SparseMatrix, x: Float64Array, y: Float64Array): void {
  for (let o = 0; o < y.length; o++) {
    let sum = y[o]!;
    const end = start[o + 1]!;
    for (let k = start[o]!; k < end; k++) sum += weights[k]! * x[column[k]!]!;
    y[o] = sum;
  }
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
