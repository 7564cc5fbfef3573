import { assertBox, assertSpec, type IntervalBounds, type LinearSpec } from '@ibp/bounds';
import { type LoweredNetwork, type Network, outputShape } from './network';

/**
 * The one check of what a `BoundMethod` is given.
 *
 * @throws unless the box is one of the network's inputs, and the specification one of its outputs for as many examples
 * (see `assertBox` and `assertSpec` of @ibp/bounds).
 */
export function assertProblem(
  where: string,
  network: LoweredNetwork | Network,
  input: IntervalBounds,
  spec: LinearSpec,
): void {
  assertBox(where, input, network.inputShape);
  assertSpec(where, spec, outputShape(network), input.lower.shape[0]!);
}
