import {
  type AffineMap,
  isMaxNode,
  maxWindows,
  type PlainNetwork,
  type PlainNode,
  sizeOf,
  slopesAtZero,
} from '@ibp/core';
import { affineMaps, networkOfMaps } from '../plain/linear-nodes';
import { pairLevels } from './pairs';

/** The most places of windows of all max pools together; a network of more stays as it is. */
const mostPlaces = 2 ** 18;

/** A node as it is, or without op where it is linear by a matrix of its own. */
type Made = Parameters<typeof networkOfMaps>[0][number];

/**
 * The same function without max pools, so that searches can cut what they choose from: the greatest of a window is a tree of
 * `max(a, b) = a + relu(b - a)`, exact in real arithmetic, as its coefficients are 1 and -1. Relus and other activations with
 * a kink at 0 that never fall, and that only a max pool takes in, come after it instead: the greatest of them is that of the greatest.
 * What pads is in no window. By its content alone the form is the same everywhere.
 *
 * Intervals of it are wider than those of the maxima, and so may other bounds be before anything is cut.
 *
 * @returns a network that can be bounded and run, and not be written; the given one where it has no max pools, or windows with more
 * than 2^18 places in all.
 *
 * @example
 * ```ts
 * import { maximaByRelu } from '@ibp/exact';
 *
 * const input = { op: 'input', name: 'x', inputs: [], shape: [3], params: {} } as const;
 * const most = { op: 'max', name: 'most', inputs: [0], shape: [1], params: { axis: 0 } } as const;
 * const { nodes } = maximaByRelu({ nodes: [input, most] });
 * console.log(nodes.filter(({ op }) => op === 'relu').length); // 2
 * ```
 */
export function maximaByRelu(network: PlainNetwork): PlainNetwork {
  if (!network.nodes.some(isMaxNode)) return network;
  const maps = affineMaps(network);
  const last = known.get(maps);
  if (last) return last === 'itself' ? network : last;
  const made = withoutMaxima(network, maps);
  known.set(maps, made ?? 'itself');
  return made ?? network;
}

/** By the matrices, which are others where the network changed. */
const known = new WeakMap<object, PlainNetwork | 'itself'>();

function withoutMaxima(
  { nodes }: PlainNetwork,
  maps: readonly (AffineMap | undefined)[],
): PlainNetwork | undefined {
  const made: Made[] = [];
  const own: (AffineMap | undefined)[] = [];
  const put = (node: Made, map?: AffineMap): number => {
    own.push(map);
    return made.push(node) - 1;
  };
  const late = lateActivations(nodes);
  const places: number[] = [];
  let left = mostPlaces;
  for (const [i, node] of nodes.entries()) {
    const [at] = node.inputs as [number];
    if (late.has(i)) {
      places.push(places[at]!); // as if it were not there
      continue;
    }
    if (!isMaxNode(node)) {
      places.push(put({ ...node, inputs: node.inputs.map((input) => places[input]!) }, maps[i]));
      continue;
    }
    const input = nodes[at]!.shape;
    const [windows, outputs] = [maxWindows(node, input), sizeOf(node.shape)];
    const levels = pairLevels(windows, sizeOf(input), outputs, left);
    if (!levels) return undefined;
    left -= outputs * windows.longest;
    let below = places[at]!;
    for (const [k, { differences, sums }] of levels.entries()) {
      const shape = [differences.outputs];
      const isLast = k === levels.length - 1;
      const of = isLast ? node.shape : [sums.outputs];
      const name = `${node.name} ${k}`;
      if (differences.outputs === 0) {
        below = put({ name, inputs: [below], shape: of }, sums);
        continue;
      }
      const difference = put({ name: `${name} difference`, inputs: [below], shape }, differences);
      const over = put({ op: 'relu', name: `${name} relu`, inputs: [difference], shape, params: {} });
      below = put({ name, inputs: [below, over], shape: of }, sums);
    }
    const activation = late.has(at) && nodes[at]!;
    places.push(activation ? put({ ...activation, inputs: [below], shape: node.shape } as PlainNode) : below);
  }
  return networkOfMaps(made, own);
}

/** Activations that never fall, of which only one max pool takes the values. */
function lateActivations(nodes: PlainNetwork['nodes']): ReadonlySet<number> {
  const takers = nodes.map((): PlainNode[] => []);
  for (const node of nodes) for (const input of node.inputs) takers[input]!.push(node);
  return new Set(
    [...nodes.keys()].filter((i) => {
      const slopes = slopesAtZero(nodes[i]!.op, nodes[i]!.params);
      return slopes?.every((slope) => slope >= 0) && takers[i]!.length === 1 && isMaxNode(takers[i]![0]!);
    }),
  );
}
