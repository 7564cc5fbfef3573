import type { Batch } from './batch';
import { type Field, unionOf } from './field';
import { linesAt } from './lines';
import { rowsInBlock } from './products';
import type { SearchNetwork } from './search-network';

/**
 * Runs the points at which the bounds of a batch are attained through the lines that gave these, up to node `end`: a
 * coefficient times the value that comes in is what the bound grows with the slope of a line by.
 */
export function pushForward(net: SearchNetwork, { parts, places, fields }: Batch, end: number): void {
  const { nodes, heap } = net;
  const count = parts.length;
  for (let index = 1; index <= end; index++) {
    const node = nodes[index]!;
    const { values, stride, size, coefficients } = node;
    if (!node.activation) {
      if (fields) fieldsForward(net, index, fields);
      else matrixForward(net, index, count);
      continue;
    }
    const input = nodes[node.inputs[0]!]!;
    for (let s = 0; s < count; s++) {
      const lines = linesAt(node, places[s]!);
      const [c, from, to] = [coefficients + s * stride, input.values + s * stride, values + s * stride];
      const through = (i: number): void => {
        const at = heap[c + i]! > 0 ? lines + i : lines + 2 * stride + i;
        // of a constant, what comes in was not computed
        const slope = heap[at]!;
        heap[to + i] = (slope === 0 ? 0 : slope * heap[from + i]!) + heap[at + stride]!;
      };
      if (fields) for (const i of fields[s]![index]!) through(i);
      else for (let i = 0; i < size; i++) through(i);
    }
  }
}

function matrixForward({ nodes, heap, listed, ...net }: SearchNetwork, index: number, count: number): void {
  const { values, stride, size, constants } = nodes[index]!;
  for (let s = 0; s < count; s++) heap.copyWithin(values + s * stride, constants, constants + size);
  const list = 8 * listed[index]!;
  const [units] = new Int32Array(heap.buffer, list, 1);
  addProducts({ nodes, ...net }, index, { first: 0, blocks: blocksOf(count), list: list + 4, units: units! });
}

/** The same, of what the rows depend on alone. */
function fieldsForward(
  { nodes, heap, listed, ...net }: SearchNetwork,
  index: number,
  fields: readonly Field[],
): void {
  const { values, stride, constants } = nodes[index]!;
  const list = 8 * (listed[index]! + (stride >> 1) + 1);
  for (let b = 0; b < blocksOf(fields.length); b++) {
    const first = rowsInBlock * b;
    const union = unionOf(fields.slice(first, first + rowsInBlock), index);
    new Int32Array(heap.buffer, list, union.length).set(union);
    for (let s = first; s < first + rowsInBlock; s++) {
      for (const i of union) heap[values + s * stride + i] = heap[constants + i]!;
    }
    addProducts({ nodes, ...net }, index, { first, blocks: 1, list, units: union.length });
  }
}

const blocksOf = (count: number): number => Math.ceil(count / rowsInBlock);

/** Which rows of points, and which units: so many whose numbers are at a place. */
type Some = {
  readonly first: number;
  readonly blocks: number;
  readonly list: number;
  readonly units: number;
};

function addProducts(
  { nodes, products, chosen }: Pick<SearchNetwork, 'nodes' | 'products' | 'chosen'>,
  index: number,
  { first, blocks, list, units }: Some,
): void {
  const { inputs, values, stride, affine } = nodes[index]!;
  const { weights } = affine!;
  const y = 8 * (values + first * stride);
  inputs.forEach((i, k) => {
    const input = nodes[i]!;
    const x = 8 * (input.values + first * input.stride);
    const widths = [8 * input.stride, 8 * stride] as const;
    if (typeof weights === 'number') {
      products.forward(x, 8 * weights, y, list, blocks, units, ...widths);
      return;
    }
    const { start, column, weights: entries } = weights[k]!;
    products.gather(x, y, 8 * start, 8 * column, 8 * entries, 8 * chosen, list, blocks, units, ...widths);
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
