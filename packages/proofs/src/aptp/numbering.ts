import { type PlainNetwork, sizeOf } from '@ibp/core';

/** A hidden unit as a tree of splits has it: what a ReLU takes in. */
export type HiddenUnit = { readonly node: number; readonly unit: number };

/**
 * The units `N_1`, `N_2`, ... of APTP: of each ReLU in the order of the network, unit by unit. Of images the order is that of files of
 * PyTorch, channel after channel, where ours is place after place. A wrong guess would make other splits, and no false proof.
 */
export function unitsInOrder({ nodes }: PlainNetwork): HiddenUnit[] {
  return nodes.flatMap(({ op, inputs, shape }) => {
    if (op !== 'relu') return [];
    const node = inputs[0]!;
    const all = Array.from({ length: sizeOf(shape) }, (_, unit) => unit);
    if (shape.length !== 3) return all.map((unit) => ({ node, unit }));
    const channels = shape[2]!;
    const places = all.length / channels;
    return all.map((k) => ({ node, unit: (k % places) * channels + Math.floor(k / places) }));
  });
}
