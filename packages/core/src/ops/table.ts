import { elementwiseOps } from '../activations/table';
import type { Shaped } from '../shape';
import { affine } from './affine';
import { add, multiply, subtract } from './arithmetic';
import { averagePool } from './average-pool';
import { broadcast } from './broadcast';
import { concat } from './concat';
import { conv2d } from './conv2d';
import { conv2dTranspose } from './conv2d-transpose';
import type { Holding } from './definition';
import { dense } from './dense';
import { depthwiseConv2d } from './depthwise-conv2d';
import { gather } from './gather';
import { globalAveragePool, globalMaxPool } from './global-pool';
import { matMul } from './mat-mul';
import { maxPool } from './max-pool';
import { pad } from './pad';
import { max, mean, sum } from './reduce';
import { reshape } from './reshape';
import { softmax } from './softmax';
import { transpose } from './transpose';

/**
 * The op vocabulary. A new op is a file beside these and a line here; whatever must know of every op, or of every one of
 * its family, then fails to compile until it does.
 */
export const vocabulary = {
  dense,
  conv2d,
  depthwiseConv2d,
  conv2dTranspose,
  affine,
  add,
  subtract,
  multiply,
  matMul,
  concat,
  broadcast,
  reshape,
  transpose,
  pad,
  gather,
  sum,
  mean,
  averagePool,
  max,
  maxPool,
  globalAveragePool,
  globalMaxPool,
  softmax,
  ...elementwiseOps,
};

/** The type of `vocabulary`: each op by its name. */
export type Vocabulary = typeof vocabulary;
/** The ops there are, activations among them, by name. */
export type OpName = keyof Vocabulary;
/** The families there are. */
export type Family = Vocabulary[OpName]['family'];
/** How many inputs the op `K` takes: one (`unary`), two (`binary`) or any number (`nary`). */
export type ArityOf<K extends OpName> = Vocabulary[K]['arity'];

/** The ops of a family: `OpsOf<'linear'>` is `'dense' | 'conv2d' | ...`. */
export type OpsOf<F extends Family> = {
  [K in OpName]: Vocabulary[K]['family'] extends F ? K : never;
}[OpName];

/** The parameters of an op, with a `T` wherever a tensor belongs. */
export type ParamsHolding<T extends Shaped, K extends OpName> = Holding<
  T,
  Parameters<Vocabulary[K]['outputShape']>[1]
>;

/** An entry for every op, made by what its family has. */
export const tableOf = <T>(
  families: {
    readonly [F in Family]: (op: OpsOf<F>) => T;
  },
): { readonly [K in OpName]: T } =>
  Object.fromEntries(
    opNames.map((op) => [op, (families[vocabulary[op].family] as (op: OpName) => T)(op)]),
  ) as never;

/** The names of all ops, in the order of the table. */
export const opNames = Object.keys(vocabulary) as readonly OpName[];

/** Whether an op is of a family; no name that is not in the vocabulary is. */
export const isOf = <F extends Family>(family: F, op: string): op is OpsOf<F> =>
  vocabulary[op as OpName]?.family === family;
