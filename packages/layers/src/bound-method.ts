import {
  finiteIntervalRules,
  finiteOutwardRules,
  finitePart,
  type IntervalBounds,
  type LinearSpec,
  outwardUpperBound,
  upperBound,
} from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { assertProblem } from './assert-problem';
import { elide, elideOutward, withoutTail } from './elide';
import type { Engine } from './engine';
import { trace } from './interpreter';
import type { LoweredNetwork, Network } from './network';
import { unlessUnsound } from './unless-unsound';

/** A {@link BoundMethod} of one network, computed by an engine. */
export type CompiledBound = {
  /** Upper bounds of the specifications, `[batch, specs]` row by row. The weights are those of the call. */
  readonly bound: (input: IntervalBounds, spec: LinearSpec) => Promise<Float32Array>;
  readonly dispose: () => Promise<void>;
};

/** How a method that looks at values as it goes computes on an engine: several compiled functions, and what is decided between. */
export type CompileBound = (engine: Engine, network: Network | LoweredNetwork) => CompiledBound;

/**
 * Any way to bound a specification from above over a box: `[batch, specs]`, differentiable in the network's
 * parameters. Below 0 means proved: what float32 may have lost on the way is in the bound. Losses and evaluation take
 * the method as an argument.
 */
export type BoundMethod = {
  (...of: Bounded): tf.Tensor2D;
  /** The same bound and what it rests on, for a loss whose other terms look at that too. */
  readonly traced?: (...of: Bounded) => TracedBound;
  /** The same without what it pays for rounding: cheaper, and no proof. Losses take it, by {@link forTraining}. */
  readonly training?: BoundMethod;
  /** Of a method that reads values back, which is more than one compiled function: what `compileBound` makes of it. */
  readonly compiled?: CompileBound;
};

/** What a loss computes of a method: see {@link BoundMethod}. */
export const forTraining = (method: BoundMethod): BoundMethod => method.training ?? method;

/** A method that pays for rounding, and the one that losses take instead. */
export const withTraining = (sound: BoundMethod, training: BoundMethod): BoundMethod =>
  Object.assign((...of: Bounded) => sound(...of), { training });

/** A method that reads values back, and how an engine computes it. */
export const withCompiled = (method: BoundMethod, compiled: CompileBound): BoundMethod =>
  Object.assign((...of: Bounded) => method(...of), { compiled });

type Bounded = [network: LoweredNetwork, input: IntervalBounds, spec: LinearSpec];

/** Margins and the interval bounds that they were computed from. */
export type TracedBound = {
  /** `[batch, specs]` */
  readonly margins: tf.Tensor2D;
  /**
   * Interval bounds of the network's nodes in their order, of all but linear ones at its end. The caller frees them,
   * but for the first, which is the input.
   */
  readonly values: readonly IntervalBounds[];
};

/** A method that keeps what its bound rests on for those who ask, and frees it for the others. */
export const tracedMethod = (traced: (...of: Bounded) => TracedBound): BoundMethod =>
  Object.assign((...of: Bounded) => tf.tidy(() => traced(...of).margins), { traced });

/**
 * Interval bound propagation (Gowal et al. 2019), its ends rounded outward. An example whose box is empty
 * (`lower > upper` somewhere) has NaN for a bound: of an empty box everything could be proved.
 *
 * @param options.elide pull the specification back through the last linear layer first (eq. 9), as the paper does;
 * off only to measure what it brings.
 * @throws (the method) when the box is not of the network's input shape, or the specification not on its output for as
 * many examples.
 *
 * @example
 * ```ts
 * import { classificationSpec, linfBall } from '@ibp/bounds';
 * import { dense, ibp, lower, network, relu, sequential } from '@ibp/layers';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const box = linfBall(tf.tensor2d([[0.9, 0.1]]), 0.01);
 * const margins = ibp()(lower(net), box, classificationSpec([2], 3)); // one for each other class; below 0 is proved
 * console.log(margins.shape, margins.dataSync().every((margin) => margin < 0)); // [ 1, 2 ] true
 * ```
 */
export function ibp(options: { readonly elide?: boolean } = {}): BoundMethod {
  const { elide: elided = true } = options;
  const outward: BoundMethod = (network, input, spec) =>
    tf.tidy(() => {
      assertProblem('ibp', network, input, spec);
      const end = elided ? withoutTail(network) : network;
      const values = trace(end, input, finiteOutwardRules);
      const last = values.at(-1)!;
      const pulled = elided ? elideOutward(network, spec, last) : spec;
      return unlessOverflown(end, values, outwardUpperBound(pulled, last));
    });
  const training = tracedMethod((network, input, spec) => {
    assertProblem('ibp', network, input, spec);
    const end = elided ? elide(network, spec) : { network, spec };
    const values = trace(end.network, input, finiteIntervalRules);
    return { margins: unlessOverflown(end.network, values, upperBound(end.spec, values.at(-1)!)), values };
  });
  return withTraining(outward, training);
}

const unlessOverflown = (
  { nodes }: LoweredNetwork,
  values: readonly IntervalBounds[],
  margins: tf.Tensor2D,
): tf.Tensor2D => unlessUnsound(values, margins, (bounds, node) => finitePart(nodes[node]!.op, bounds));
