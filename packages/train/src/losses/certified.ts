import { type BoundMethod, ibp } from '@ibp/layers';
import { type BoundedLossOptions, boundedLoss } from './bounded-loss';
import type { Loss } from './loss';

/** Options of `certifiedLoss`. */
export type CertifiedLossOptions = BoundedLossOptions & {
  /** How the specifications are bounded; IBP with elision unless given. */
  readonly bound?: BoundMethod;
};

/**
 * `kappa * fit + (1 - kappa) * spec`: eq. 12 of Gowal et al. 2019. `fit` is the cross-entropy on the clean
 * examples, `spec` the loss on the bounds of "no other class wins anywhere in the ball of radius epsilon".
 * While kappa is 1 the bounds are not computed.
 *
 * @throws (the loss) when the network's output is not `[classes]`, or labels and examples do not fit it.
 *
 * @example
 * ```ts
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import { certifiedLoss, constant, hinge, train } from '@ibp/train';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(8), relu(), dense(2)), { seed: 1 });
 * const batch = () => ({ x: tf.tensor2d([[0.9, 0.1]]), labels: [0] });
 * const options = { steps: 1, batch, epsilon: constant(0.1), learningRate: constant(0.01) };
 * for await (const { parts } of train(net, { ...options, loss: certifiedLoss({ specLoss: hinge() }) })) {
 *   console.log(Object.keys(parts).join(' ')); // fit spec
 * }
 * ```
 */
export function certifiedLoss({ bound = ibp(), ...rest }: CertifiedLossOptions = {}): Loss {
  return boundedLoss(() => bound, rest);
}
