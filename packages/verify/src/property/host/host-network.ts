import type { PlainNetwork } from '@ibp/core';
import { affineMaps, type SimpleLayer, simpleLayers, simplifiedLayers } from '@ibp/exact';
import { type Kernels, loadKernels } from './kernels';
import { countEntries, fitEntries, fitKept, type SparseMatrix, sparseBlocks, writeDense } from './matrix';
import { gamma } from './rounding';

/** A linear op on the host. */
export type HostAffine = {
  readonly columns: number;
  readonly bias: Float64Array;
  /** Its matrix, on the heap: rows of as many numbers as the input's `stride`; or, where most are 0, its entries for each input. */
  readonly weights: number | readonly SparseMatrix[];
};

/** A node as bounding it on the host needs it. Numbers that say where are indices of the heap. */
export type HostNode = {
  readonly inputs: readonly number[];
  readonly size: number;
  /** Units with the one that makes their number even. */
  readonly stride: number;
  readonly affine?: HostAffine;
  /** Of an activation that is linear on both sides of 0: its slopes. */
  readonly slopes?: readonly [left: number, right: number];
  /** `[capacity, stride]` */
  readonly coefficients: number;
  /** `[stride]`: see `setReach`. */
  readonly reach: number;
  /** `[stride]`: the bias of a linear op, or `[4, stride]`, the lines around an activation. */
  readonly constants: number;
};

/** A network of linear ops and activations with one kink, at 0, with room for the work on it. */
export type HostNetwork = {
  readonly nodes: readonly HostNode[];
  readonly heap: Float64Array;
  readonly kernels: Kernels;
  /** How many rows go backward at once. */
  readonly capacity: number;
  readonly chosen: number;
  /** `[rows, 4]` */
  readonly sums: number;
  /** Of a box that goes forward. */
  readonly center: number;
  readonly radius: number;
  /** What a sum that a coefficient is may lose, over the magnitudes of its terms. */
  readonly relative: number;
};

/** Matrices with more than this share of zeros are kept by their entries. */
const mostZeros = 0.6;
/** The most bytes for coefficients; the most for all. */
const [room, most] = [2 ** 27, 2 ** 30];

/** The network, or nothing where an op is neither linear nor such an activation, it is too large, or there is no SIMD. */
export function hostNetwork(plain: PlainNetwork): HostNetwork | undefined {
  if (!fitEntries(affineMaps(plain))) return undefined;
  const given = simpleLayers(plain);
  if (!given) return undefined;
  const layers = simplifiedLayers(given);
  const strides = layers.map(({ size }) => even(size));
  const counts = layers.map(({ map }) => map && countEntries(map));
  const isDense = layers.map(
    ({ map, inputs }, i) =>
      map && inputs.length === 1 && counts[i]!.total > (1 - mostZeros) * map.inputs * map.outputs,
  );
  const kept = counts.reduce((sum, count, i) => sum + (count && !isDense[i] ? count.total : 0), 0);
  if (!fitKept(kept)) return undefined;
  const all = strides.reduce((a, b) => a + b, 0);
  const capacity = Math.max(2, Math.min(64, 2 * Math.floor(room / (16 * all))));
  let used = 0;
  const take = (numbers: number): number => {
    const at = used;
    used += even(numbers);
    return at;
  };
  const places = layers.map(({ inputs, map }, i) => {
    const weights = isDense[i] ? take(map!.outputs * strides[inputs[0]!]!) : -1;
    const coefficients = take(capacity * strides[i]!);
    return { weights, coefficients, reach: take(strides[i]!), constants: take((map ? 1 : 4) * strides[i]!) };
  });
  const longest = Math.max(...strides, ...layers.map(({ map }) => (map ? even(map.inputs) + 2 : 0)));
  const [chosen, sums] = [take(2 * longest), take(4 * Math.max(capacity, longest))];
  const [center, radius] = [take(longest), take(longest)];
  const loaded = 8 * used <= most ? loadKernels(8 * used) : undefined;
  if (!loaded) return undefined;
  const { heap, kernels } = loaded;
  const nodes = layers.map(({ inputs, size, map, slopes }, i): HostNode => {
    const { weights, ...place } = places[i]!;
    const node = { inputs, size, stride: strides[i]!, ...place };
    if (!map) return slopes ? { ...node, slopes } : node;
    const bias = heap.subarray(place.constants, place.constants + size);
    for (let k = 0; k < size; k++) bias[k] = map.bias(k);
    if (weights >= 0) writeDense(map, heap.subarray(weights), strides[inputs[0]!]!);
    const sizes = inputs.map((input) => layers[input]!.size);
    const matrix = weights >= 0 ? weights : sparseBlocks(map, sizes);
    return { ...node, affine: { columns: map.inputs, bias, weights: matrix } };
  });
  const relative = gamma(longestSum(layers, counts));
  return { nodes, heap, kernels, capacity, chosen, sums, center, radius, relative };
}

const even = (n: number): number => n + (n & 1);

/** Of how many terms any coefficient is the sum, at most. */
function longestSum(
  layers: readonly SimpleLayer[],
  counts: readonly ({ readonly longestColumn: number } | undefined)[],
): number {
  const terms = layers.map(() => 1);
  layers.forEach(({ inputs }, i) => {
    for (const input of inputs) terms[input]! += counts[i]?.longestColumn ?? 1;
  });
  return Math.max(...terms);
}

/** How many products a pass through the network takes. */
export const productsOf = ({ nodes }: HostNetwork): number =>
  nodes.reduce((sum, { size, affine }) => {
    if (!affine) return sum;
    return (
      sum +
      (typeof affine.weights === 'number'
        ? size * affine.columns
        : affine.weights.reduce((all, { column }) => all + column.length, 0))
    );
  }, 1);
