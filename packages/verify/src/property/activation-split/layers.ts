import type { Enclosure } from '@ibp/exact';
import type { SearchNetwork } from './search-network';

/** A node that activations take in, and its units that these are not linear on, by its bounds over the whole box. */
export type Layer = {
  readonly node: number;
  /** The activations that take it in. */
  readonly activations: readonly number[];
  /** Row-major. */
  readonly units: Int32Array;
  /** Where its units start among those of all layers. */
  readonly offset: number;
  readonly bounds: Enclosure;
};

/** An activation whose line on one side may have any slope between its own two: one slope for each unit of its layer. */
export type Sloped = {
  readonly node: number;
  readonly layer: Layer;
  readonly slopes: readonly [left: number, right: number];
  /** Where its slopes start among those of all. */
  readonly offset: number;
};

export type Layers = {
  readonly layers: readonly Layer[];
  readonly sloped: readonly Sloped[];
  /** How many open units, and how many slopes there are. */
  readonly units: number;
  readonly slopes: number;
  /** Bounds of all open units. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
};

/** What is open of the layers whose bounds are given. */
export function layersOf(net: SearchNetwork, boxes: readonly Enclosure[]): Layers {
  const takers = new Map<number, number[]>();
  net.nodes.forEach(({ activation, inputs }, i) => {
    if (!activation) return;
    const node = inputs[0]!;
    takers.set(node, [...(takers.get(node) ?? []), i]);
  });
  let [units, slopes] = [0, 0];
  const layers: Layer[] = [];
  const sloped: Sloped[] = [];
  for (const [node, activations] of [...takers].sort(([a], [b]) => a - b)) {
    const bounds = boxes[node]!;
    const open = openUnits(net, activations, bounds);
    const layer = { node, activations, units: open, offset: units, bounds };
    layers.push(layer);
    units += open.length;
    for (const of of activations) {
      const own = net.nodes[of]!.activation!.slopes;
      if (!own || own[0] === own[1]) continue;
      sloped.push({ node: of, layer, slopes: own, offset: slopes });
      slopes += open.length;
    }
  }
  const ends = (which: 'lower' | 'upper') =>
    Float64Array.from(layers.flatMap((of) => Array.from(of.units, (unit) => of.bounds[which][unit]!)));
  return { layers, sloped, units, slopes, lower: ends('lower'), upper: ends('upper') };
}

/** Units on which one of the activations has lines that differ. */
function openUnits(
  net: SearchNetwork,
  activations: readonly number[],
  { lower, upper }: Enclosure,
): Int32Array {
  const isOpen = (i: number) =>
    activations.some((node) => {
      const { lines } = net.nodes[node]!.activation!;
      const { above, below } = lines(lower[i]!, upper[i]!, {});
      return above.slope !== below.slope || above.shift !== below.shift;
    });
  return Int32Array.from([...lower.keys()].filter((i) => lower[i]! < upper[i]! && isOpen(i)));
}
