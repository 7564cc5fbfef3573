import { type AffineMap, type PlainNetwork, sizeOf, slopesAtZero } from '@ibp/core';
import { affineMaps } from '@ibp/exact';

/** A node as the host computes it: the first is the input, the others have a matrix, or slopes. */
export type Layer = {
  readonly inputs: readonly number[];
  readonly size: number;
  /** Of a linear op; its columns are the units of all inputs, one after the other. */
  readonly map?: AffineMap;
  /** Of an activation that is linear on both sides of 0: its slopes. */
  readonly slopes?: readonly [left: number, right: number];
};

/** The layers of a network; nothing where an op is neither linear nor such an activation. */
export function layersOf(plain: PlainNetwork): Layer[] | undefined {
  const maps = affineMaps(plain);
  const layers = plain.nodes.map(({ op, params, inputs, shape }, i): Layer => {
    const slopes = slopesAtZero(op, params);
    const node = { inputs, size: sizeOf(shape) };
    return maps[i] ? { ...node, map: maps[i] } : slopes ? { ...node, slopes } : node;
  });
  return layers.slice(1).every(({ map, slopes }) => map || slopes) ? layers : undefined;
}
