import { finiteIntervalRules, finitePart, type IntervalBounds, type LinearSpec } from '@ibp/bounds';
import {
  assertProblem,
  type BoundMethod,
  type LoweredNetwork,
  trace,
  unlessUnsound,
  withoutTail,
  withTraining,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { apart } from './apart';

/**
 * A bound method, and its form for losses, that give NaN where interval bounds say that nothing is proved: for a box
 * that is empty, or bounds that are not finite. Of either, rules of their own may make a number that proves nothing.
 *
 * @param where the method's name, for errors.
 * @param method the bound that pays for rounding (`outward`), and the one that does not, for losses.
 * @throws (the method) when the box is not one of the network's inputs, or the specification not one of its outputs.
 */
export function guarded(where: string, method: (outward: boolean) => BoundMethod): BoundMethod {
  const guard =
    (bound: BoundMethod): BoundMethod =>
    (network: LoweredNetwork, input: IntervalBounds, spec: LinearSpec) => {
      assertProblem(where, network, input, spec);
      return tf.tidy(() => {
        const end = withoutTail(network);
        const values = apart(() => trace(end, input, finiteIntervalRules));
        const margins = bound(network, input, spec);
        return unlessUnsound(values, margins, (bounds, node) => finitePart(end.nodes[node]!.op, bounds));
      });
    };
  return withTraining(guard(method(true)), guard(method(false)));
}
