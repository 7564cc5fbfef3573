import { type AffineMap, type PlainNetwork, type PlainNode, sizeOf, slopesAtZero } from '@ibp/core';
import { affineMaps } from '../plain/linear-nodes';

/** A node of a network in layers: the first is the input, the others have a matrix, or an activation with a kink at 0. */
export type SimpleLayer = {
  readonly inputs: readonly number[];
  readonly size: number;
  /** Of a linear op; its columns are the units of all inputs, one after the other. */
  readonly map?: AffineMap;
  /** Of an activation that is linear on both sides of 0: its slopes. */
  readonly slopes?: readonly [left: number, right: number];
  /** Of an activation: which one. */
  readonly activation?: Pick<PlainNode, 'op' | 'params'>;
};

/** The layers of a network; nothing where an op is neither linear nor such an activation. */
export function simpleLayers(plain: PlainNetwork): SimpleLayer[] | undefined {
  const maps = affineMaps(plain);
  const layers = plain.nodes.map(({ op, params, inputs, shape }, i): SimpleLayer => {
    const slopes = slopesAtZero(op, params);
    const node = { inputs, size: sizeOf(shape) };
    if (maps[i]) return { ...node, map: maps[i] };
    return slopes ? { ...node, slopes, activation: { op, params } as SimpleLayer['activation'] & {} } : node;
  });
  return layers.slice(1).every(({ map, slopes }) => map || slopes) ? layers : undefined;
}
