import type { PlainNetwork } from '@ibp/core';
import { type Arithmetic, type Enclosure, marginSpec, rigorousBounds } from '@ibp/exact';

const bits = new DataView(new ArrayBuffer(4));
/** Float32 numbers by their place in the order of all of them, and back. */
const placeOf = (x: number): number => {
  bits.setFloat32(0, x);
  const word = bits.getInt32(0);
  return word < 0 ? -(word & 0x7fffffff) : word;
};
const numberAt = (place: number): number => {
  bits.setInt32(0, place < 0 ? -place | 0x80000000 | 0 : place);
  return bits.getFloat32(0);
};

/** The network with another bias of its second output. */
function biased(network: PlainNetwork, bias: number): PlainNetwork {
  const nodes = [...network.nodes];
  const last = nodes.at(-1)!;
  const own = { shape: [2], data: Float32Array.of(0, bias) };
  nodes[nodes.length - 1] = { ...last, params: { ...last.params, bias: own } } as typeof last;
  return { nodes };
}

/**
 * The network whose first class is proved over a box by the least: with the greatest float32 bias of the second output for which bounds in
 * an arithmetic still prove it.
 */
export function thinnest(network: PlainNetwork, box: Enclosure, arithmetic: Arithmetic): PlainNetwork {
  const boundAt = (place: number): number =>
    rigorousBounds(biased(network, numberAt(place)), box, marginSpec(0, 2), {
      method: 'crown',
      arithmetic,
    })[0]!;
  const without = boundAt(placeOf(0));
  if (!Number.isFinite(without)) throw new Error(`thinnest: expected a finite bound, got ${without}`);
  // in real numbers the bias that makes it 0; what programs round goes by the outputs, and takes a few numbers more
  let low = placeOf(-without);
  for (let step = 1; !(boundAt(low) < 0); step *= 2) low -= step;
  let high = low + 1;
  for (let step = 1; boundAt(high) < 0; step *= 2) [low, high] = [high, high + step];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (boundAt(middle) < 0) low = middle;
    else high = middle;
  }
  return biased(network, numberAt(low));
}
