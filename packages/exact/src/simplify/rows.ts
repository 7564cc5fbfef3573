import type { SimpleLayer } from './layers';

/** A unit as a sum of units of other nodes and a constant; keys are {@link unitKey}s. */
export type Row = { readonly terms: Map<number, number>; bias: number };

const most = 2 ** 26;

/** Which unit of which node. */
export const unitKey = (node: number, unit: number): number => node * most + unit;
export const nodeOf = (key: number): number => Math.floor(key / most);
export const unitOf = (key: number): number => key % most;

/** The units of a linear layer, by what it takes them from. */
export function rowsOf({ inputs, size, map }: SimpleLayer, layers: readonly SimpleLayer[]): Row[] {
  const keys = inputs.flatMap((input) =>
    Array.from({ length: layers[input]!.size }, (_, unit) => unitKey(input, unit)),
  );
  const [columns, weights] = [new Int32Array(map!.maxTerms), new Float64Array(map!.maxTerms)];
  return Array.from({ length: size }, (_, o) => {
    const terms = new Map<number, number>();
    const count = map!.row(o, columns, weights);
    for (let k = 0; k < count; k++) {
      const key = keys[columns[k]!]!;
      if (weights[k] !== 0) terms.set(key, weights[k]!);
    }
    return { terms, bias: map!.bias(o) };
  });
}

export const countTerms = (rows: readonly Row[]): number =>
  rows.reduce((sum, { terms }) => sum + terms.size, 0);
