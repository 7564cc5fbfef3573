import type { IntervalBounds, LinearSpec } from '@ibp/bounds';
import {
  affineInputs,
  assertProblem,
  type CompileBound,
  type Engine,
  type LoweredNetwork,
  lower,
  type Network,
  outputShape,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { NodeBounds } from '../linear/method';
import type { SlopeSearch } from '../linear/optimise-slopes';
import { slopeNodes } from '../linear/slope-margins';
import { compiledFunctions } from './compiled-functions';
import { eachExample } from './each-example';
import { type CompiledSearch, compiledSlopeSearch, type FoundSlopes } from './slope-search';

type Options = SlopeSearch & { readonly bounds?: NodeBounds; readonly chunk?: number };

/** alpha-CROWN of one network, computed by an engine. */
export type CompiledAlphaCrown = {
  /** Bounds and slopes of one example: box `[1, ...inputShape]`, rows `[1, specs, ...outputs]`. The weights are those of the call. */
  readonly search: (input: IntervalBounds, spec: LinearSpec) => Promise<HostSlopes>;
  readonly dispose: () => Promise<void>;
};

/** Bounds, and what gives them again in one backward pass, as `alphaCrownWithSlopes` finds them. */
export type HostSlopes = Pick<FoundSlopes, 'margins' | 'intervals'> & {
  /** Of each activation `[specs, units]`, and 1 where the sign of a unit is open. */
  readonly slopes: readonly (FoundSlopes['slopes'][number] & { readonly node: number })[];
};

/**
 * `alphaCrownWithSlopes` on an engine, for one example at a time: each step is one compiled function, the gradient and Adam in it, and
 * the host decides between steps when to stop.
 *
 * @throws (the search) where a shape does not fit, or the network uses an op that the engine does not have.
 */
export function compileAlphaCrown(
  engine: Engine,
  network: Network | LoweredNetwork,
  options: Options = {},
): CompiledAlphaCrown {
  const nodes = tf.tidy(() => slopeNodes(lower(network)));
  const { each, dispose } = searcher(engine, network, options, true);
  return {
    search: async (input, spec) => {
      const found: FoundSlopes[] = [];
      await each(input, spec, (one) => found.push(one));
      if (found.length !== 1) throw new Error(`compileAlphaCrown: expected one example, got ${found.length}`);
      const { margins, intervals, slopes } = found[0]!;
      return { margins, intervals, slopes: slopes.map((of, k) => ({ node: nodes[k]!, ...of })) };
    },
    dispose,
  };
}

/** `alphaCrown` on an engine. */
export const compiledAlphaCrown =
  (options: Options): CompileBound =>
  (engine, network) => {
    const { each, dispose } = searcher(engine, network, options, false);
    return { bound: (input, spec) => each(input, spec, () => undefined), dispose };
  };

/** @param keep whether the slopes are wanted. */
function searcher(engine: Engine, network: Network | LoweredNetwork, options: Options, keep: boolean) {
  const { chunk = 256, bounds, ...search } = options;
  const functions = compiledFunctions(engine);
  const of: CompiledSearch = {
    ...{ network, bounds, keep, search, functions, chunk },
    outputs: outputShape(network),
  };
  const each = async (input: IntervalBounds, spec: LinearSpec, found: (one: FoundSlopes) => void) => {
    assertProblem('alphaCrown', network, input, spec);
    await engine.readVariables(); // of a training run that uses the same engine, perhaps
    const affine = await affineInputs(network);
    return eachExample(input, spec, async ({ box, rows }) => {
      const one = await compiledSlopeSearch(of, { ...box, ...affine }, rows);
      found(one);
      return one.margins.map((m, i) => Math.min(one.intervals[i]!, m));
    });
  };
  return { each, dispose: functions.dispose };
}
