import type { AffineMap, PlainNetwork } from '@ibp/core';
import { affineMaps } from '../../plain/linear-nodes';
import { type Enclosure, greatestMagnitude } from '../enclosure';
import { down, up } from '../rounding';
import { activationRounding, hasFloat32Rounding } from './activation-rounding';
import { greatestValue } from './format';
import { linearRounding } from './linear-rounding';
import type { Float32Input, Float32Rounding } from './rounding';
import { float32Sums } from './sums';

/** Why nothing can be said of how float32 programs compute a network; `undefined` if something can. */
export function float32Refusal(network: PlainNetwork): string | undefined {
  const maps = affineMaps(network);
  const refused = network.nodes.find(
    (node, i) => node.op !== 'input' && !maps[i] && !hasFloat32Rounding(node),
  );
  return refused && `no bound of what float32 makes of op "${refused.op}" (node "${refused.name}")`;
}

/** A node as real numbers have it, of inputs as float32 programs compute them. */
export type BeforeRounding = {
  readonly box: Enclosure;
  /** Of a linear op: see `AffineEnclosure`. */
  readonly reach: Float64Array | undefined;
  readonly inputs: readonly Float32Input[];
};

/** What float32 programs make of a node: a box of its values as computed. */
export type Float32Node = { readonly box: Enclosure; readonly rounding: Float32Rounding };

/**
 * What float32 programs make of each node of a network: of its index, and what real numbers would be of its inputs; nothing
 * where something may overflow.
 */
export function float32Nodes(
  network: PlainNetwork,
  maps: readonly (AffineMap | undefined)[],
): (index: number, before: BeforeRounding) => Float32Node | undefined {
  const sums = float32Sums(network, maps);
  const roundingOf = (index: number, { box, reach, inputs }: BeforeRounding): Float32Rounding | undefined => {
    const node = network.nodes[index]!;
    if (node.op === 'input') return {};
    const map = maps[index];
    if (map) return linearRounding(map, sums[index]!, inputs, reach!);
    const boxes = inputs.map((input) => input.box);
    const error = activationRounding(node, boxes, box, network);
    return error && { error };
  };
  return (index, before) => {
    const rounding = roundingOf(index, before);
    if (!rounding) return undefined;
    const box = widened(before.box, rounding.error);
    return greatestMagnitude(box) < greatestValue ? { box, rounding } : undefined;
  };
}

function widened({ lower, upper }: Enclosure, error: Float64Array | undefined): Enclosure {
  if (!error) return { lower, upper };
  return {
    lower: lower.map((l, i) => (error[i] === 0 ? l : down(l - error[i]!))),
    upper: upper.map((u, i) => (error[i] === 0 ? u : up(u + error[i]!))),
  };
}
