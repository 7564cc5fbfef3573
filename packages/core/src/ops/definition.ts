import type { AffineMap } from '../affine-map';
import type { Shape, Shaped } from '../shape';
import type { Kinds } from './kinds';

/** The parameters of an op that has none. */
export type NoParams = Record<string, never>;

/** How a rule is called: with one value, with two, or with a list of them; the parameters come last. */
export type Arity = 'unary' | 'binary' | 'nary';

/** A parameter tensor without a library: its values as stored, in row-major order. */
export type PlainTensor = { readonly shape: Shape; readonly data: Float32Array };

/** Parameters with a `T` wherever a tensor belongs. */
export type Holding<T extends Shaped, P> = {
  readonly [K in keyof P]: P[K] extends infer V ? Held<T, V> : never;
};
type Held<T, V> = V extends Shaped ? T : V;

/** What is said of every op. Shapes are without the batch dimension. */
export type Op<Family extends string, A extends Arity, P> = {
  /** What domains tell ops apart by: those of one family are treated alike. */
  readonly family: Family;
  readonly arity: A;
  /** The kind of each parameter, for those that come from elsewhere than our own code. */
  readonly parameters: Kinds<P>;
  /** @throws when the input shapes do not fit. */
  readonly outputShape: (inputs: readonly Shape[], params: P) => Shape;
};

/** The rows of the matrix of a linear op, from parameters as stored and the shapes of its inputs. */
export type Rows<P> = (params: Holding<PlainTensor, P>, inputs: readonly Shape[]) => AffineMap;

/** `W x + b` of one input. */
export type LinearOp<P> = Op<'linear', 'unary', P> & {
  readonly rows: Rows<P>;
  /** The parameter that `W` is made of; left out where `W` is zeros, ones and the shares of means. */
  readonly weights?: keyof P;
  /**
   * Which input units meet. `unitwise`: each output is one input unit, scaled and shifted, and no two are of the same.
   * `apart`: no input unit feeds two outputs. Unless given, they mix.
   */
  readonly mixing?: 'unitwise' | ((params: P) => 'unitwise' | 'apart' | 'mixed');
  /**
   * Height and width of the window of the image that each place of the output sees, by the same weights at every place; left out
   * by ops that have none, undefined for parameters by which weights differ.
   */
  readonly window?: (params: Holding<Shaped, P>) => readonly [number, number] | undefined;
};

/** `a + b` or `a - b`: linear as well, of two inputs. */
export type SumOp<Family extends 'add' | 'subtract'> = Op<Family, 'binary', NoParams> & {
  readonly rows: Rows<NoParams>;
};

/** Inputs one after the other: linear as well, of any number of inputs. */
export type ConcatOp<P> = Op<'concat', 'nary', P> & { readonly rows: Rows<P> };

/** A function of each unit by itself. */
export type ElementwiseOp<P> = Op<'elementwise', 'unary', P> & {
  /** In float64. */
  readonly value: (x: number, params: P) => number;
  /** Where it is defined, if not everywhere: it is NaN, and so are bounds of it, of intervals that hold other numbers. */
  readonly domain?: 'positive' | 'notZero';
  /** Its pieces where it is linear in pieces whose numbers are exact in float64. */
  readonly pieces?: (params: P) => Pieces;
};

/** One that is linear in pieces whose numbers are exact in float64. */
export type PiecewiseOp<P> = ElementwiseOp<P> & { readonly pieces: (params: P) => Pieces };

/** A continuous function of one variable: `slopes[i] x + shifts[i]` from `kinks[i - 1]` to `kinks[i]`. */
export type Pieces = {
  readonly kinks: readonly number[];
  readonly slopes: readonly number[];
  readonly shifts: readonly number[];
};

/** Of which input units each output is the greatest. */
export type Windows = {
  readonly longest: number;
  /** Writes the units of output `i` into `units`, of at least `longest`, and gives their number. */
  readonly units: (i: number, units: Int32Array) => number;
};

/** The greatest of each of some windows. */
export type PoolOp<P> = Op<'pool', 'unary', P> & {
  readonly windows: (params: P, input: Shape) => Windows;
};
