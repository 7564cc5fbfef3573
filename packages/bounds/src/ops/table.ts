import { activations } from '../activations/table';
import { affine } from './affine';
import { add, multiply, subtract } from './arithmetic';
import { averagePool } from './average-pool';
import { broadcast } from './broadcast';
import { concat } from './concat';
import { conv2d } from './conv2d';
import type { Rule } from './definition';
import { dense } from './dense';
import { depthwiseConv2d } from './depthwise-conv2d';
import { globalAveragePool, globalMaxPool } from './global-pool';
import { maxPool } from './max-pool';
import { pad } from './pad';
import { reshape } from './reshape';
import { softmax } from './softmax';
import { transpose } from './transpose';

/**
 * The whole op vocabulary. A new op is a file beside these and a line here; every domain's table of rules then
 * fails to compile until it has a rule for it.
 */
export const ops = {
  dense,
  conv2d,
  depthwiseConv2d,
  affine,
  add,
  subtract,
  multiply,
  concat,
  broadcast,
  reshape,
  transpose,
  pad,
  averagePool,
  maxPool,
  globalAveragePool,
  globalMaxPool,
  softmax,
  ...activations,
};

/** The type of `ops`: each op by its name. */
export type OpTable = typeof ops;
/** The ops there are, activations among them, by name. */
export type OpName = keyof OpTable;
/** The parameters of the op `K`; shapes in them are without the batch. */
export type ParamsOf<K extends OpName> = Parameters<OpTable[K]['outputShape']>[1];
/** How many inputs the op `K` takes: one (`unary`), two (`binary`) or any number (`nary`). */
export type ArityOf<K extends OpName> = OpTable[K]['arity'];

/** A domain: one rule for every op. A missing or misspelled one is a compile error. */
export type Rules<B> = { readonly [K in OpName]: Rule<B, ParamsOf<K>, ArityOf<K>> };
