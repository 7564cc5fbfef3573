import type { IntervalBounds, LinearSpec, ParamsOf } from '@ibp/bounds';
import type { OpName, Shape } from '@ibp/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { ReluSlope } from './relaxation';

/** A specification on the inputs of an op: coefficients for each, one constant. */
export type Pulled = { readonly c: tf.Tensor[]; readonly d: tf.Tensor2D };

/** A linear op: the specification is pulled back exactly. */
export type LinearRule<P> = {
  readonly linear: true;
  readonly pull: (spec: LinearSpec, params: P, shapes: readonly Shape[]) => Pulled;
};

/** Any other op: first a relaxation from bounds of its inputs, which serves any number of specifications. */
export type RelaxedRule<P, R extends tf.TensorContainer> = {
  readonly linear: false;
  readonly relax: (bounds: readonly IntervalBounds[], params: P, slope: ReluSlope) => R;
  /**
   * `[batch or 1, ...units]` of the output: the greatest sum of magnitudes of what a coefficient of 1 is multiplied with on
   * the way back, over the box and all specifications, from the greatest `|x|` of each input. See `PullBackRounding` of
   * `@ibp/bounds`.
   */
  readonly reach: (magnitudes: readonly tf.Tensor[], params: P, relaxation: R) => tf.Tensor;
  /** The longest sum in pulling back, from the shapes of the inputs and the output. */
  readonly terms: (params: P, shapes: readonly Shape[], output: Shape) => number;
  /** A specification on the inputs whose value is nowhere below that of `spec` on the output. */
  readonly pull: (spec: LinearSpec, params: P, shapes: readonly Shape[], relaxation: R) => Pulled;
};

// biome-ignore lint/suspicious/noExplicitAny: what a rule makes of the bounds is its own affair
export type BackwardRule<K extends OpName> = LinearRule<ParamsOf<K>> | RelaxedRule<ParamsOf<K>, any>;

/** The backward domain: one entry for every op. */
export type BackwardRules = { readonly [K in OpName]: BackwardRule<K> };
