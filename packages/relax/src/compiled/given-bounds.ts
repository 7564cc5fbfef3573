import type { IntervalBounds } from '@ibp/bounds';
import type { Shape } from '@ibp/core';
import { type EngineInputs, type HostArray, type LoweredNetwork, lowerWith, type Network } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';
import { type CrownPlan, crownPlan } from '../linear/crown-plan';
import type { HostBounds } from '../linear/picked-units';
import type { ReluSlope } from '../linear/relaxation';
import { type Known, walk } from '../linear/walk';

type Tensors = { readonly [name: string]: tf.Tensor };

/** The bounds of one node of one example, by the names that compiled functions take them by. */
export const boundsInputs = (node: number, shape: Shape, { lower, upper }: HostBounds): EngineInputs => ({
  [`lower_${node}`]: floats([1, ...shape], lower),
  [`upper_${node}`]: floats([1, ...shape], upper),
});

export const floats = (shape: Shape, data: Float32Array): HostArray => ({ dtype: 'float32', shape, data });

const boundsAmong = (given: Tensors, node: number): IntervalBounds | undefined => {
  const [lower, upper] = [given[`lower_${node}`], given[`upper_${node}`]];
  return lower && upper && { lower, upper };
};

/** The network as a compiled function sees it, what CROWN does with it, and a walk through it. */
export type GivenNetwork = {
  readonly network: LoweredNetwork;
  readonly plan: CrownPlan;
  /** Bounds of the nodes up to `end`: those given, and what intervals make of these. `atEnd` is called with the last. */
  readonly walk: (
    end: number,
    atEnd?: (byIntervals: IntervalBounds, known: Known) => void,
  ) => IntervalBounds[];
};

/** What is within a compiled function that was given bounds of the input and of nodes ({@link boundsInputs}). */
export function givenNetwork(of: Network | LoweredNetwork, given: Tensors, slope: ReluSlope): GivenNetwork {
  const network = lowerWith(of, given);
  const plan = crownPlan(network);
  const input = boundsAmong(given, 0)!;
  return {
    network,
    plan,
    walk: (end, atEnd) =>
      walk({ network, input, slope, windows: plan.windows, end }, (node, byIntervals, known) => {
        if (node === end) atEnd?.(byIntervals, known);
        return boundsAmong(given, node) ?? byIntervals;
      }),
  };
}
