import type { SearchNetwork, SearchNode } from './search-network';

/** For each node the units that a unit depends on, but for those that activations make constants of. */
export type Field = readonly (readonly number[])[];

/** A matrix without zeros takes in everything. */
export const hasFields = ({ nodes }: SearchNetwork, node: number): boolean =>
  typeof nodes[node]!.affine?.weights !== 'number';

/** For each linear node which units forward passes compute: see `listUnits`. */
export const listedUnits = ({ nodes, heap, listed }: SearchNetwork): readonly (Uint8Array | undefined)[] =>
  nodes.map(({ affine, size }, index) => {
    if (!affine) return undefined;
    const numbers = new Int32Array(heap.buffer, 8 * listed[index]!, size + 1);
    const is = new Uint8Array(size);
    for (let k = 1; k <= numbers[0]!; k++) is[numbers[k]!] = 1;
    return is;
  });

/** The receptive field of a unit of node `start`. */
export function fieldOf(
  { nodes, heap }: SearchNetwork,
  listed: readonly (Uint8Array | undefined)[],
  start: number,
  unit: number,
): Field {
  const marks = nodes.slice(0, start + 1).map(({ size }) => new Uint8Array(size));
  const units = marks.map((): number[] => []);
  const add = (node: number, i: number): void => {
    if (marks[node]![i] || listed[node]?.[i] === 0) return;
    marks[node]![i] = 1;
    units[node]!.push(i);
  };
  add(start, unit);
  for (let index = start; index > 0; index--) takenIn({ nodes, heap }, index, units[index]!, add);
  return units;
}

function takenIn(
  { nodes, heap }: { readonly nodes: readonly SearchNode[]; readonly heap: Float64Array },
  index: number,
  units: readonly number[],
  add: (node: number, i: number) => void,
): void {
  const { inputs, affine, size } = nodes[index]!;
  if (units.length === 0) return;
  if (!affine) for (const i of units) add(inputs[0]!, i);
  else if (typeof affine.weights === 'number') {
    for (let i = 0; i < nodes[inputs[0]!]!.size; i++) add(inputs[0]!, i);
  } else {
    for (const [k, { start, column }] of affine.weights.entries()) {
      const starts = new Int32Array(heap.buffer, 8 * start, size + 1);
      const columns = new Int32Array(heap.buffer, 8 * column, starts[size]!);
      for (const i of units) {
        for (let e = starts[i]!; e < starts[i + 1]!; e++) add(inputs[k]!, columns[e]! / 32);
      }
    }
  }
}

/** What some fields have of a node, together. */
export function unionOf(fields: readonly Field[], node: number): readonly number[] {
  const [first, ...others] = fields.map((field) => field[node]!);
  return others.every((of) => of === first) ? first! : [...new Set([...first!, ...others.flat()])];
}
