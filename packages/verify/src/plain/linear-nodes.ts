import type { AffineMap } from './affine-map';
import { affineMap, isLinear } from './linear/table';
import type { PlainNetwork } from './plain-network';

const known = new WeakMap<PlainNetwork, readonly (AffineMap | undefined)[]>();

/**
 * For each node its {@link AffineMap}, or `undefined` where it is not linear. Made once for a network, whose arrays
 * must not change after that: the maps hold kernels in another order.
 */
export function affineMaps(network: PlainNetwork): readonly (AffineMap | undefined)[] {
  const { nodes } = network;
  const maps =
    known.get(network) ??
    nodes.map((node) =>
      isLinear(node)
        ? affineMap(
            node,
            node.inputs.map((i) => nodes[i]!.shape),
          )
        : undefined,
    );
  known.set(network, maps);
  return maps;
}
