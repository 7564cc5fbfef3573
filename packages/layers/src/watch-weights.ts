import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { assignmentsOf } from './assignments';
import type { LoweredNetwork, Network } from './network';

/**
 * Watches the weights of a network from now on: what is computed in several steps, with waiting between, would else be of some
 * weights in one step and of others in the next, and true of no network.
 *
 * @returns whether none has been assigned since, in tfjs or by a function that an engine compiled.
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
  const counts = nodes.flatMap(({ params }) =>
    Object.values(params).flatMap((param: unknown) =>
      param instanceof tf.Variable ? [assignmentsOf(param)] : [],
    ),
  );
  const times = () => counts.map(({ direct, byEngines }) => direct + byEngines);
  const before = times();
  return () => times().every((count, i) => count === before[i]);
}

/**
 * {@link watchWeights} from a moment on at which the weights are where all look: `settle` brings them there, as `readVariables` of an
 * engine does, and is called anew when some were assigned meanwhile, twice.
 */
export async function watchSettledWeights(
  network: Network | LoweredNetwork,
  settle: () => Promise<unknown>,
): Promise<() => boolean> {
  for (let times = 1; ; times++) {
    const stayed = watchWeights(network);
    await settle();
    if (stayed() || times === 3) return stayed;
  }
}

/**
 * @param stayed as {@link watchWeights} gives it.
 * @throws when weights were assigned.
 */
export function assertWeightsStayed(where: string, stayed: () => boolean): void {
  if (!stayed()) fail(where, 'expected weights that stay until it has ended, got some assigned meanwhile');
}
