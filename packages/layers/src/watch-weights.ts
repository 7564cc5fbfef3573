import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LoweredNetwork, Network } from './network';

/**
 * Watches the weights of a network from now on: what is computed in several steps, with waiting between, would else be of some
 * weights in one step and of others in the next, and true of no network.
 *
 * @returns whether none has been assigned since.
 *
 * @example
 * ```ts
 * import { dense, initializeWeights, network, watchWeights } from '@ibp/layers';
 *
 * const net = network([2], dense(3));
 * const stayed = watchWeights(net);
 * console.log(stayed()); // true
 * initializeWeights(net, { seed: 1 });
 * console.log(stayed()); // false
 * ```
 */
export function watchWeights({ nodes }: Network | LoweredNetwork): () => boolean {
  // another value is other data, in tfjs: none is written twice
  const seen = nodes.flatMap(({ params }) =>
    Object.values(params).flatMap((param: unknown) =>
      param instanceof tf.Tensor ? [{ tensor: param, dataId: param.dataId }] : [],
    ),
  );
  return () => seen.every(({ tensor, dataId }) => tensor.dataId === dataId);
}

/**
 * @param stayed as {@link watchWeights} gives it.
 * @throws when weights were assigned.
 */
export function assertWeightsStayed(where: string, stayed: () => boolean): void {
  if (!stayed()) fail(where, 'expected weights that stay until it has ended, got some assigned meanwhile');
}
