import { type PlainNetwork, piecesOf, sizeOf, slopesAtZero } from '@ibp/core';
import { affineMaps, type Lines, linesOf } from '@ibp/exact';
import { type Kernels, loadKernels } from '../host/kernels';
import { countEntries, fitEntries, writeDense } from '../host/matrix';
import { gamma } from '../host/rounding';
import { cachedLines } from './cached-lines';
import { type EntriesOnHeap, numbersFor, writeEntries } from './entries';
import { type PassWork, passWork } from './pass-work';
import { loadProducts, type Products, rowsInBlock } from './products';

/** An activation on the host. */
export type SearchActivation = {
  readonly lines: Lines;
  /** Of one that is linear on both sides of 0 and 0 there: its slopes. */
  readonly slopes?: readonly [left: number, right: number];
  /** Where it is worth cutting: of one in linear pieces, where these meet. */
  readonly kinks: readonly number[];
};

/** A linear op on the host. */
export type SearchAffine = {
  readonly bias: Float64Array;
  /** Its matrix: rows of as many numbers as the input's `stride`; or, where most are 0, its entries for each input. */
  readonly weights: number | readonly EntriesOnHeap[];
};

/** A node, as passes over several parts at once need it. Numbers that say where are indices of the heap. */
export type SearchNode = {
  readonly inputs: readonly number[];
  readonly size: number;
  /** Units with the one that makes their number even. */
  readonly stride: number;
  readonly affine?: SearchAffine;
  readonly activation?: SearchActivation;
  /** `[capacity, stride]` each: of rows that go backward, and of points that go forward. */
  readonly coefficients: number;
  readonly values: number;
  /** `[stride]`: see `setReach`. */
  readonly reach: number;
  /** `[stride]`: the bias of a linear op, or `[capacity + 1, 4, stride]`, the lines around an activation for each part, and for the whole box. */
  readonly constants: number;
};

/** A network of linear ops and activations, with room for passes over several parts of a box at once. */
export type SearchNetwork = {
  readonly nodes: readonly SearchNode[];
  readonly heap: Float64Array;
  readonly kernels: Kernels;
  readonly products: Products;
  /** How many rows go backward at once. */
  readonly capacity: number;
  readonly chosen: number;
  /** `[capacity, 4]` */
  readonly sums: number;
  /** For each linear op the numbers (int32) of units that something is made of, and room for as many. */
  readonly listed: readonly number[];
  /** What a sum that a coefficient is may lose, over the magnitudes of its terms. */
  readonly relative: number;
  readonly work: PassWork;
};

/** Matrices with more than this share of zeros are kept by their entries. */
const mostZeros = 0.6;
/** The most bytes for rows and points; the most for all. */
const [room, most] = [2 ** 27, 2 ** 30];
const mostRows = 64;
/** The most products that bounds of all hidden units may take: some minutes. */
const mostWork = 2e11;

/**
 * The network, or nothing where an op is neither linear nor an activation, it is so large that its hidden units would take minutes
 * to bound, or there is no SIMD.
 */
export function searchNetwork(plain: PlainNetwork): SearchNetwork | undefined {
  const maps = affineMaps(plain);
  const activations = plain.nodes.map((node, i) => (maps[i] ? undefined : linesOf(node)));
  if (plain.nodes.some(({ op }, i) => op !== 'input' && !maps[i] && !activations[i])) return undefined;
  const strides = plain.nodes.map(({ shape }) => even(sizeOf(shape)));
  if (!fitEntries(maps)) return undefined;
  const takenIn = new Set(plain.nodes.flatMap(({ inputs }, i) => (activations[i] ? [inputs[0]!] : [])));
  const work = passWork(plain, maps, takenIn);
  const bounding = [...takenIn].reduce((sum, i) => sum + 2 * strides[i]! * work.back[i]!, 0);
  if (bounding > mostWork) return undefined;
  const counts = maps.map((map) => map && countEntries(map));
  const isDense = maps.map(
    (map, i) =>
      map &&
      plain.nodes[i]!.inputs.length === 1 &&
      counts[i]!.total > (1 - mostZeros) * map.inputs * map.outputs,
  );
  const each = plain.nodes.reduce((sum, _, i) => sum + (activations[i] ? 6 : 2) * strides[i]!, 0);
  const blocks = Math.floor(room / (8 * each * rowsInBlock));
  const capacity = rowsInBlock * Math.max(1, Math.min(mostRows / rowsInBlock, blocks));
  let used = 0;
  const take = (numbers: number): number => {
    const at = used;
    used += even(numbers);
    return at;
  };
  const places = plain.nodes.map(({ inputs }, i) => ({
    weights: maps[i]
      ? take(
          isDense[i]
            ? maps[i].outputs * strides[inputs[0]!]!
            : numbersFor(counts[i]!.total, maps[i].outputs, inputs.length),
        )
      : 0,
    coefficients: take(capacity * strides[i]!),
    values: take(capacity * strides[i]!),
    reach: take(strides[i]!),
    constants: take((activations[i] ? 4 * (capacity + 1) : 1) * strides[i]!),
    listed: take(maps[i] ? strides[i]! + 2 : 0),
  }));
  const [chosen, sums] = [take(5 * Math.max(...strides)), take(4 * capacity)];
  const loaded = 8 * used <= most ? loadKernels(8 * used) : undefined;
  if (!loaded) return undefined;
  const { heap, kernels, memory } = loaded;
  const nodes = plain.nodes.map(({ inputs, shape, op, params }, i): SearchNode => {
    const [map, { weights, listed: _, ...place }] = [maps[i], places[i]!];
    const node = { inputs, size: sizeOf(shape), stride: strides[i]!, ...place };
    const lines = activations[i];
    const slopes = lines && slopesAtZero(op, params);
    if (lines) {
      const pieces = piecesOf(op, params);
      const own = pieces ? lines : cachedLines(lines);
      return {
        ...node,
        activation: { lines: own, kinks: pieces?.kinks ?? [], ...(slopes ? { slopes } : {}) },
      };
    }
    if (!map) return node;
    const bias = heap.subarray(place.constants, place.constants + node.size);
    for (let k = 0; k < bias.length; k++) bias[k] = map.bias(k);
    if (isDense[i]) {
      writeDense(map, heap.subarray(weights), strides[inputs[0]!]!);
      return { ...node, affine: { bias, weights } };
    }
    const sizes = inputs.map((input) => sizeOf(plain.nodes[input]!.shape));
    return { ...node, affine: { bias, weights: writeEntries(map, sizes, heap, weights) } };
  });
  return {
    ...{ nodes, heap, kernels, capacity, chosen, sums, work },
    products: loadProducts(memory),
    listed: places.map(({ listed }) => listed),
    relative: gamma(longestSum(plain, counts) + 64),
  };
}

const even = (n: number): number => n + (n & 1);

/** Of how many terms any coefficient is the sum, at most. */
function longestSum(
  { nodes }: PlainNetwork,
  counts: readonly ({ readonly longestColumn: number } | undefined)[],
): number {
  const terms = nodes.map(() => 1);
  nodes.forEach(({ inputs }, i) => {
    for (const input of inputs) terms[input]! += counts[i]?.longestColumn ?? 1;
  });
  return Math.max(...terms);
}
