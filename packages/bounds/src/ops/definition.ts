import type { Arity, ArityOf, OpName, OpsOf, ParamsHolding, Shape, Vocabulary } from '@ibp/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from '../interval';
import type { LinearSpec } from '../spec/linear-spec';

/** The parameters of an op, its weights being tensors. */
export type ParamsOf<K extends OpName> = ParamsHolding<tf.Tensor, K>;

/** What an op does to values of a domain `B` (tensors, intervals, linear bounds, ...). */
export type Rule<B, P, A extends Arity> = A extends 'unary'
  ? (x: B, params: P) => B
  : A extends 'binary'
    ? (a: B, b: B, params: P) => B
    : (inputs: readonly B[], params: P) => B;

/** What is done with tensors, for every op. */
export type OnTensors<P, A extends Arity> = {
  readonly forward: Rule<tf.Tensor, P, A>;
  readonly interval: Rule<IntervalBounds, P, A>;
  /** The same for finite bounds, where it costs less: it may make a harmless looking number of a NaN. */
  readonly finiteInterval?: Rule<IntervalBounds, P, A>;
  /**
   * What float32 may make of the op. `exact`: nothing, its outputs are inputs. `arithmetic`: a rounding or two of each
   * output. Unless given, it calls elementary functions, whose last digits are anyone's guess. A rule: interval bounds
   * that pay for every rounding, for ops that sum.
   */
  readonly rounding?: 'exact' | 'arithmetic' | Rule<IntervalBounds, P, A>;
  /** Whether outputs are 0 or more, always or where all inputs are. */
  readonly sign?: 'nonNegative' | 'kept';
};

/** What is kept of weights: all of them, those above 0, those below. */
export type WeightPart = (weights: tf.Tensor) => tf.Tensor;

/** What is done with specifications, for linear ops of one input. */
export type OnSpecs<P> = {
  /** Turns a specification on the op's output into the equal one on its input. */
  readonly pullBack: (spec: LinearSpec, params: P, inputShape: Shape) => LinearSpec;
  /** Parameters that give `W' x`, `W'` being made of a part of the weights; those given, unless the op has weights or a constant. */
  readonly withoutConstant?: (params: P, part: WeightPart) => P;
  /** What {@link Reach} says, of an op that is not exact both ways. */
  readonly reach?: Reach<P>;
};

/** All that this package knows of one op: what `@ibp/core` says of it, and what becomes of tensors. */
export type TensorOp<K extends OpName> = Vocabulary[K] &
  OnTensors<ParamsOf<K>, ArityOf<K>> &
  (K extends OpsOf<'linear'> ? OnSpecs<ParamsOf<K>> : unknown);

/** What bounds the rounding errors of a linear op `W x + b`, forward and pulled back. */
export type Reach<P> = {
  /**
   * `|W| m + |b|`, `[batch, ...outputs]`: no sum that makes an output has more in it.
   *
   * @param m at least `|x|`, `[batch, ...inputs]`
   */
  readonly of: (m: tf.Tensor, params: P) => tf.Tensor;
  /** The longest sum of products that makes an output. */
  readonly fanIn: (params: P, inputShape: Shape) => number;
  /** The longest sum in pulling a specification back: over what one input feeds, or over all that a bias is added to. */
  readonly terms: (params: P, outputShape: Shape, inputShape: Shape) => number;
};
