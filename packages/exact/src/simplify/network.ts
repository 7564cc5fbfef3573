import type { PlainNetwork, PlainNode } from '@ibp/core';
import { affineMaps, networkOfMaps } from '../plain/linear-nodes';
import { type SimpleLayer, simpleLayers } from './layers';
import { simplifiedLayers } from './simplify';

/**
 * The same function in a form that bounds come out tighter of, see `simplifiedLayers`: every number of it is exact, so that
 * a proof of it is one of the network. By its content alone it is the same everywhere: ops of float64 that IEEE 754 tells
 * the result of, in a fixed order.
 *
 * @returns a network that can be bounded and run, and not be written; the given one where no activation takes in fewer
 * units, or an op is neither linear nor an activation with a kink at 0.
 */
export function simplifiedNetwork(network: PlainNetwork): PlainNetwork {
  const maps = affineMaps(network);
  const last = known.get(maps);
  if (last) return last === 'itself' ? network : last;
  const layers = simpleLayers(network);
  const found = layers && simplifiedLayers(layers);
  const simple = found && units(found) < units(layers) ? networkOf(found) : undefined;
  known.set(maps, simple ?? 'itself');
  return simple ?? network;
}

/** By the matrices, which are others where the network changed. */
const known = new WeakMap<object, PlainNetwork | 'itself'>();

/** Layers as a network whose nodes are flat. */
export function networkOf(layers: readonly SimpleLayer[]): PlainNetwork {
  return networkOfMaps(
    layers.map(({ inputs, size, activation }, i) => {
      const about = { name: String(i), inputs, shape: [size] };
      if (activation) return { ...activation, ...about } as PlainNode;
      return i === 0 ? { ...about, op: 'input', params: {} } : about;
    }),
    layers.map(({ map }) => map),
  );
}

/** How many units activations take in. */
const units = (layers: readonly SimpleLayer[]): number =>
  layers.reduce((sum, { slopes, size }) => sum + (slopes ? size : 0), 0);
