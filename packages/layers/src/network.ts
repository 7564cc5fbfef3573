import type { Shape } from '@ibp/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { CompositeNode } from './lowering/composite-node';
import type { InputNode, OpNode } from './op-node';

/**
 * A network as bound domains see it: ops only, in topological order; the last node is the output.
 */
export type LoweredNetwork = {
  readonly inputShape: Shape;
  readonly nodes: readonly (InputNode | OpNode)[];
};

/**
 * A network as data. It owns its variables; {@link disposeNetwork} frees them. Batch norm and a few other nodes
 * are not ops: `lower` makes one op of each.
 */
export type Network = {
  readonly inputShape: Shape;
  readonly nodes: readonly (InputNode | OpNode | CompositeNode)[];
  /** Every variable under its name (`dense_1/kernel`), in the order they were made. */
  readonly variables: { readonly [name: string]: tf.Variable };
};

/** The shape of the output, without the batch. */
export function outputShape(network: LoweredNetwork | Network): Shape {
  return network.nodes.at(-1)!.shape;
}

/** The variables that training changes. */
export function trainableVariables(network: Network): { [name: string]: tf.Variable } {
  return Object.fromEntries(Object.entries(network.variables).filter(([, variable]) => variable.trainable));
}

/**
 * Frees the network's variables. One made by `fromLayersModel` shares them with the model, and frees the model's.
 *
 * @example
 * ```ts
 * import { dense, disposeNetwork, network } from '@ibp/layers';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], dense(3));
 * disposeNetwork(net);
 * console.log(Object.values(net.variables).every(({ isDisposed }) => isDisposed)); // true
 * ```
 */
export function disposeNetwork(network: Network): void {
  for (const variable of Object.values(network.variables)) variable.dispose();
}
