import type { IntervalBounds, LinearSpec } from '@ibp/bounds';
import { assertShape } from '@ibp/core';
import {
  assertProblem,
  assertWeightsStayed,
  type LoweredNetwork,
  lower,
  type Network,
  watchSettledWeights,
  watchWeights,
} from '@ibp/layers';
import { crownBounds } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { type CompiledPasses, compilePasses } from './compiled/compiled-passes';
import type { BranchAndBoundOptions, BranchAndBoundResult } from './options';
import { eagerPasses } from './passes';
import { type Problem, problemOf, type RowGroup } from './problem';
import { search } from './search';

type TensorContainer = tf.TensorContainer;

/**
 * Complete verification of one example: the box is cut by the signs of relus until every part is proved, or a
 * counter-example turns up (beta-CROWN, Wang et al. 2021; Bunel et al. 2020). Parts are bounded in batches; the ones
 * with the highest bounds come first; the signs a part assumes enter its bound through multipliers. Nothing is random:
 * the same call takes the same decisions, but for where a budget of time cuts it. An engine
 * sums in another order, and so may take others.
 *
 * Verified means that float32 bounds are below 0 on every leaf; `trees` is what a check in exact arithmetic needs. It
 * reads values back, and so runs neither under `tf.grad` nor captured. Networks may hold other ops that CROWN
 * relaxes; these are not split, and may leave a part unresolved.
 *
 * @param input both ends `[1, ...inputShape]`
 * @param spec `c` `[1, specs, ...outputs]`
 * @throws when a shape does not fit, or weights were assigned meanwhile.
 *
 * @example
 * ```ts
 * import { classificationSpec, linfBall } from '@ibp/bounds';
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import { branchAndBound } from '@ibp/verify';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const box = linfBall(tf.tensor2d([[0.3, 0.7]]), 0.1);
 * const { status, witness } = await branchAndBound(net, box, classificationSpec([2], 3), { maxNodes: 500 });
 * console.log(status, witness !== undefined); // falsified true
 * ```
 */
export async function branchAndBound(
  network: Network | LoweredNetwork,
  input: IntervalBounds,
  spec: LinearSpec,
  options: BranchAndBoundOptions = {},
): Promise<BranchAndBoundResult> {
  const { engine } = options;
  // of a training run that uses the same engine, perhaps
  const stayed = engine ? await watchSettledWeights(network, engine.readVariables) : watchWeights(network);
  const compiled = engine && compilePasses(engine, network);
  try {
    const result = await refuteGroups(network, input, spec, { ...options, compiled });
    assertWeightsStayed('branchAndBound', stayed);
    return result;
  } finally {
    await compiled?.dispose();
  }
}

/** {@link branchAndBound} of groups of rows, each of which is to be refuted: each row by itself unless given. */
export async function refuteGroups(
  network: Network | LoweredNetwork,
  input: IntervalBounds,
  spec: LinearSpec,
  options: BranchAndBoundOptions & { readonly compiled?: CompiledPasses | undefined },
  groups?: readonly RowGroup[],
): Promise<BranchAndBoundResult> {
  const { inputShape } = network;
  assertShape('branchAndBound', input.lower.shape, [1, ...inputShape]);
  const parameters = (net: Network | LoweredNetwork) =>
    net.nodes.map(({ params }) => params as TensorContainer);
  const kept = new Set(
    tf.tensor_util.getTensorsInContainer([parameters(network), { ...input }, { ...spec }]),
  );
  const made: { problem?: Problem } = {};
  const tensors = tf.tidy(() => {
    const lowered = lower(network);
    assertProblem('branchAndBound', lowered, input, spec);
    const bounds = (options.bounds ?? crownBounds)(lowered, input);
    made.problem = problemOf(lowered, input, spec, bounds, groups);
    return {
      parameters: parameters(lowered),
      bounds,
      spec: { ...made.problem.spec },
      relaxations: made.problem.relaxations as TensorContainer[],
      rounding: made.problem.rounding as TensorContainer[],
    };
  });
  try {
    const problem = made.problem!;
    const passes = (await options.compiled?.of(problem, options.batch ?? 32)) ?? eagerPasses(problem);
    return await search(problem, passes, options);
  } finally {
    tf.dispose(tf.tensor_util.getTensorsInContainer(tensors).filter((t) => !kept.has(t)));
  }
}
