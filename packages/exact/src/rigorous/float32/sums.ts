import type { AffineMap, PlainNetwork } from '@ibp/core';

type Maps = readonly (AffineMap | undefined)[];

/** How a float32 program may come to the units of a linear op. */
export type Float32Sum = {
  /**
   * Nothing reads them but other linear ops, into which a program may merge this one: scale and shift of a batch norm into the
   * weights before, say. Then there need be no such value in the program.
   */
  readonly merged: boolean;
  /** Each unit is one of the op's inputs, its negative or 0: nothing is computed. */
  readonly copies: boolean;
  /** The most roundings that a product goes through, here and in the ops that may be merged into this one. */
  readonly roundings: number;
  /** The longest row, and the greatest magnitudes of its entries and of the biases. */
  readonly terms: number;
  readonly weight: number;
  readonly bias: number;
};

/** Sums of a network by its nodes; nothing for what is not linear. */
export type Float32Sums = readonly (Float32Sum | undefined)[];

/** By the matrices, which are others where the network changed. */
const known = new WeakMap<object, Float32Sums>();

/**
 * Made once for a network.
 *
 * @param maps its `affineMaps`.
 */
export function float32Sums(network: PlainNetwork, maps: Maps): Float32Sums {
  const made = known.get(maps) ?? sumsOf(network, maps);
  known.set(maps, made);
  return made;
}

function sumsOf({ nodes }: PlainNetwork, maps: Maps): Float32Sums {
  const readers = nodes.map((): boolean[] => []);
  for (const [index, { inputs }] of nodes.entries()) {
    for (const input of inputs) readers[input]!.push(maps[index] !== undefined);
  }
  const sums: (Float32Sum | undefined)[] = [];
  for (const [index, { inputs }] of nodes.entries()) {
    const map = maps[index];
    if (!map) {
      sums.push(undefined);
      continue;
    }
    const { copies, ...size } = entriesOf(map);
    const before = inputs.map((input) => (sums[input]?.merged ? sums[input].roundings : 0));
    // a product, a sum with each other term and the bias, and two more: for a mean, its weight and its division
    const own = copies ? 0 : map.maxTerms + 3;
    const merged = readers[index]!.length > 0 && readers[index]!.every((linear) => linear);
    sums.push({ ...size, copies, merged, terms: map.maxTerms, roundings: own + Math.max(0, ...before) });
  }
  return sums;
}

/** The greatest magnitudes of a matrix and its biases, and whether it only says which unit goes where. */
function entriesOf(map: AffineMap): Pick<Float32Sum, 'copies' | 'weight' | 'bias'> {
  const columns = new Int32Array(map.maxTerms);
  const weights = new Float64Array(map.maxTerms);
  let [weight, bias, copies] = [0, 0, map.maxTerms <= 1];
  for (let i = 0; i < map.outputs; i++) {
    const terms = map.row(i, columns, weights);
    bias = Math.max(bias, Math.abs(map.bias(i)));
    for (let k = 0; k < terms; k++) {
      const size = Math.abs(weights[k]!);
      weight = Math.max(weight, size);
      copies &&= size === 1 || size === 0;
    }
  }
  return { weight, bias, copies: copies && bias === 0 };
}
