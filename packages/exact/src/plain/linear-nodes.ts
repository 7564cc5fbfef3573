import { type AffineMap, affineMap, isLinear, type PlainNetwork, type PlainNode } from '@ibp/core';
import { type Content, contentOf, copyOf, hasContent } from './content';

type Maps = readonly (AffineMap | undefined)[];

const known = new WeakMap<PlainNetwork, { readonly content: Content; readonly maps: Maps }>();

/** Of networks that were made of their matrices. */
const made = new WeakMap<PlainNetwork, Maps>();

/** A node as it is, or one that is linear by a matrix of its own. */
type MappedNode = PlainNode | Omit<PlainNode, 'op' | 'params'>;

/**
 * A network of matrices in float64, which parameters cannot hold: it is known to {@link affineMaps} alone, and is nothing to
 * write, to hash or to copy.
 *
 * @param maps those of the nodes that are given without an op.
 */
export function networkOfMaps(nodes: readonly MappedNode[], maps: Maps): PlainNetwork {
  const network = {
    nodes: nodes.map((node, i): PlainNode => {
      if ('op' in node) return node;
      const { inputs, outputs } = maps[i]!;
      return { ...node, op: 'dense', params: { kernel: { shape: [inputs, outputs], data: none } } };
    }),
  };
  made.set(network, maps);
  return network;
}

/** Copies that nobody is to change. */
const settled = new WeakSet<PlainNetwork>();

/**
 * A network that shares nothing with the one given, and that nobody is to change: its matrices are made once, where those of
 * any other are compared with its parameters each time.
 */
export function settledCopy(network: PlainNetwork): PlainNetwork {
  const copy = copyOf(network);
  settled.add(copy);
  return copy;
}

const none = new Float32Array(0);

/**
 * For each node its {@link AffineMap}, or `undefined` where it is not linear: of the network as it is now. They hold
 * kernels in another order, so they are kept with a copy of what they were made from, and made anew where anything
 * changed: the same list comes back as long as nothing did.
 */
export function affineMaps(network: PlainNetwork): Maps {
  const own = made.get(network);
  if (own) return own;
  const last = known.get(network);
  if (last && (settled.has(network) || hasContent(network, last.content))) return last.maps;
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
