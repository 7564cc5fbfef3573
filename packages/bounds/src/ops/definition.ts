import type * as tf from '@tensorflow/tfjs-core';
import type { Shape } from '../errors';
import type { IntervalBounds } from '../interval';
import type { LinearSpec } from '../spec/linear-spec';

/** The parameters of an op that has none. */
export type NoParams = Record<string, never>;

/** How a rule is called: with one value, with two, or with a list of them; the parameters come last. */
export type Arity = 'unary' | 'binary' | 'nary';

/** What an op does to values of a domain `B` (tensors, intervals, linear bounds, ...). */
export type Rule<B, P, A extends Arity> = A extends 'unary'
  ? (x: B, params: P) => B
  : A extends 'binary'
    ? (a: B, b: B, params: P) => B
    : (inputs: readonly B[], params: P) => B;

/**
 * All that this package knows of one op. Shapes are without the batch dimension.
 *
 * `pullBack` is there for linear ops only: it turns a specification on the op's output into the equal
 * specification on its input.
 */
export type OpDefinition<P, A extends Arity> = {
  readonly arity: A;
  /** @throws when the input shapes do not fit. */
  readonly outputShape: (inputs: readonly Shape[], params: P) => Shape;
  readonly forward: Rule<tf.Tensor, P, A>;
  readonly interval: Rule<IntervalBounds, P, A>;
  /** The same for finite bounds, where it costs less: it may make a harmless looking number of a NaN. */
  readonly finiteInterval?: Rule<IntervalBounds, P, A>;
  readonly pullBack?: (spec: LinearSpec, params: P, inputShape: Shape) => LinearSpec;
  /**
   * What float32 may make of the op. `exact`: nothing, its outputs are inputs. `arithmetic`: a rounding or two of each
   * output. Unless given, it calls elementary functions, whose last digits are anyone's guess. A rule: interval bounds
   * that pay for every rounding, for ops that sum.
   */
  readonly rounding?: 'exact' | 'arithmetic' | Rule<IntervalBounds, P, A>;
  /** Whether outputs are 0 or more, always or where all inputs are. */
  readonly sign?: 'nonNegative' | 'kept';
  /** Of an op with `pullBack` that is not exact: what `Reach` says. */
  readonly reach?: Reach<P>;
};

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

/** An op of one input, with parameters of the type `P`. */
export type UnaryOp<P = NoParams> = OpDefinition<P, 'unary'>;
/** An op of two inputs, with parameters of the type `P`. */
export type BinaryOp<P = NoParams> = OpDefinition<P, 'binary'>;
/** An op of any number of inputs, with parameters of the type `P`. */
export type NaryOp<P = NoParams> = OpDefinition<P, 'nary'>;
