import type { IntervalBounds, LinearSpec } from '@ibp/bounds';
import {
  assertProblem,
  type BoundMethod,
  forTraining,
  ibp,
  type LoweredNetwork,
  withTraining,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { apart } from '../apart';

/** {@link guarded} for a bound that pays for rounding, or does not, for losses. */
export const guardedPair = (where: string, method: (outward: boolean) => BoundMethod): BoundMethod =>
  withTraining(guarded(where, method(true)), guarded(where, method(false)));

/**
 * A bound method that gives NaN where IBP does, for a box that is empty or bounds that are not finite: of either, rules
 * of their own may make a number that proves nothing.
 *
 * @throws (the method) when the box is not one of the network's inputs, or the specification not one of its outputs.
 */
export const guarded =
  (where: string, method: BoundMethod): BoundMethod =>
  (network: LoweredNetwork, input: IntervalBounds, spec: LinearSpec) => {
    assertProblem(where, network, input, spec);
    return tf.tidy(() => {
      const doubt = apart(() => tf.mul(forTraining(ibp())(network, input, spec), 0));
      return tf.add(method(network, input, spec), doubt) as tf.Tensor2D;
    });
  };
