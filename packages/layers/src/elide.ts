import { canPullBack, type LinearSpec, pullBack } from '@ibp/bounds';
import type { LoweredNetwork } from './network';

/** A specification on the output of an earlier node that is equal to the one on the network's output. */
export type Elided = { readonly spec: LinearSpec; readonly network: LoweredNetwork };

/**
 * Pulls a specification back through the linear ops that end a network, and cuts them off (elision of the last
 * layer, eq. 9 of Gowal et al. 2019): bounding what is left loses less. A network that ends in anything else is
 * returned as it is.
 */
export function elide(network: LoweredNetwork, spec: LinearSpec): Elided {
  const { nodes } = network;
  let last = nodes.length - 1;
  let pulled = spec;
  while (true) {
    const node = nodes[last]!;
    if (node.op === 'input' || !canPullBack(node.op)) break;
    const input = node.inputs[0]!;
    pulled = pullBack(pulled, node.op, node.params as never, nodes[input]!.shape);
    last = input;
  }
  return { spec: pulled, network: { inputShape: network.inputShape, nodes: nodes.slice(0, last + 1) } };
}
