import { assertShape, type IntervalBounds, type LinearSpec } from '@ibp/bounds';
import { type BoundMethod, ibp, type LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { apart } from '../adversarial/apart';

/**
 * A bound method that gives NaN where IBP does, for a box that is empty or bounds that are not finite: of either, rules
 * of their own may make a number that proves nothing.
 *
 * @throws (the method) when the box is not of the network's input shape.
 */
export const guarded =
  (where: string, method: BoundMethod): BoundMethod =>
  (network: LoweredNetwork, input: IntervalBounds, spec: LinearSpec) => {
    assertShape(where, input.lower.shape, [null, ...network.inputShape]);
    return tf.tidy(() => {
      const doubt = apart(() => tf.mul(ibp()(network, input, spec), 0));
      return tf.add(method(network, input, spec), doubt) as tf.Tensor2D;
    });
  };
