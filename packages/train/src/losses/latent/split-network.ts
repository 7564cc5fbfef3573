import { fail } from '@ibp/core';
import type { LoweredNetwork } from '@ibp/layers';

/** A network in two: `tail` takes what `head` gives. */
export type SplitNetwork = { readonly head: LoweredNetwork; readonly tail: LoweredNetwork };

/**
 * Splits a network after one of its relus.
 *
 * @param relus how many the tail is to have; at least 1, and at least one is left to the head.
 * @throws when there are too few, or the network does not hang together by that relu alone.
 */
export function splitNetwork(network: LoweredNetwork, relus: number): SplitNetwork {
  const { nodes, inputShape } = network;
  const found = nodes.flatMap(({ op }, i) => (op === 'relu' ? [i] : []));
  if (!(Number.isInteger(relus) && relus >= 1 && relus < found.length)) {
    fail('splitNetwork', `expected a tail of 1 to ${found.length - 1} relus, got ${relus}`);
  }
  const at = found.at(-1 - relus)!;
  const rest = nodes.slice(at + 1);
  if (rest.some(({ inputs }) => inputs.some((i) => i < at))) {
    fail('splitNetwork', `expected a network that "${nodes[at]!.name}" splits in two, got a path around it`);
  }
  const moved = rest.map((node) => ({ ...node, inputs: node.inputs.map((i) => i - at) }));
  const { shape } = nodes[at]!;
  return {
    head: { inputShape, nodes: nodes.slice(0, at + 1) },
    tail: {
      inputShape: shape,
      nodes: [{ op: 'input', name: 'input', params: {}, inputs: [], shape }, ...moved],
    },
  };
}
