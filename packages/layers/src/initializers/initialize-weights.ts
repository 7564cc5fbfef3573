import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../network';
import { ones, zeros } from './constant';
import type { Initializer } from './initializer';
import { orthogonal } from './orthogonal';
import { variableSeed } from './variable-seed';

/** Options of `initializeWeights`. */
export type InitializeOptions = {
  /** A whole number; 0 unless given. */
  readonly seed?: number;
  /** Orthogonal unless given, as in the paper. */
  readonly kernelInitializer?: Initializer;
  /** Of the last kernel; as the others unless given. */
  readonly outputInitializer?: Initializer;
};

/**
 * Gives a network fresh weights, as one that was imported to be trained from the start: kernels by an initialiser and a
 * seed, biases 0, batch norms as they begin. What else a layer holds, slopes and fixed scales, stays as it is.
 *
 * @throws when the seed is no whole number, or an initialiser gives another shape.
 *
 * @example
 * ```ts
 * import { dense, initializeWeights, network, weightsHash } from '@ibp/layers';
 *
 * const [a, b] = [network([4], dense(3), { seed: 1 }), network([4], dense(3), { seed: 2 })];
 * for (const net of [a, b]) initializeWeights(net, { seed: 5 });
 * console.log((await weightsHash(a)) === (await weightsHash(b))); // true
 * ```
 */
export function initializeWeights(network: Network, options: InitializeOptions = {}): void {
  const { seed = 0, kernelInitializer = orthogonal(), outputInitializer = kernelInitializer } = options;
  if (!Number.isSafeInteger(seed)) {
    fail('initializeWeights', `expected a whole number as seed, got ${seed}`);
  }
  const initializers = initializersOf(network, kernelInitializer, outputInitializer);
  for (const [order, variable] of Object.values(network.variables).entries()) {
    const initializer = initializers.get(variable);
    if (initializer) tf.tidy(() => variable.assign(initializer(variable.shape, variableSeed(seed, order))));
  }
}

function initializersOf({ nodes }: Network, kernel: Initializer, output: Initializer) {
  const found = new Map<unknown, Initializer>();
  const last = nodes.findLastIndex(({ params }) => 'kernel' in params);
  for (const [i, { op, params }] of nodes.entries()) {
    const own: { readonly [name: string]: unknown } = params;
    if ('kernel' in own) found.set(own.kernel, i === last ? output : kernel).set(own.bias, zeros);
    if (op === 'batchNorm') {
      found.set(own.gamma, ones).set(own.beta, zeros).set(own.mean, zeros).set(own.variance, ones);
    }
  }
  return found;
}
