import { type AffineMap, affineMap, isLinear, type PlainNetwork } from '@ibp/core';
import { type Content, contentOf, hasContent } from './content';

type Maps = readonly (AffineMap | undefined)[];

const known = new WeakMap<PlainNetwork, { readonly content: Content; readonly maps: Maps }>();

/**
 * For each node its {@link AffineMap}, or `undefined` where it is not linear: of the network as it is now. They hold
 * kernels in another order, so they are kept with a copy of what they were made from, and made anew where anything
 * changed: the same list comes back as long as nothing did.
 */
export function affineMaps(network: PlainNetwork): Maps {
  const last = known.get(network);
  if (last && hasContent(network, last.content)) return last.maps;
  const content = contentOf(network);
  const { nodes } = network;
  const maps = nodes.map((node) =>
    isLinear(node)
      ? affineMap(
          node,
          node.inputs.map((i) => nodes[i]!.shape),
        )
      : undefined,
  );
  known.set(network, { content, maps });
  return maps;
}
