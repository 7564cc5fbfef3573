import { abs } from '../activations/abs';
import { elu } from '../activations/elu';
import { exp } from '../activations/exp';
import { gelu } from '../activations/gelu';
import { hardSigmoid } from '../activations/hard-sigmoid';
import { leakyRelu } from '../activations/leaky-relu';
import { mish } from '../activations/mish';
import { relu } from '../activations/relu';
import { relu6 } from '../activations/relu6';
import { selu } from '../activations/selu';
import { sigmoid } from '../activations/sigmoid';
import { silu } from '../activations/silu';
import { softmax } from '../activations/softmax';
import { softplus } from '../activations/softplus';
import { softsign } from '../activations/softsign';
import { square } from '../activations/square';
import { tanh } from '../activations/tanh';
import { affine } from './affine';
import { add, multiply, subtract } from './arithmetic';
import { averagePool } from './average-pool';
import { concat } from './concat';
import { conv2d } from './conv2d';
import type { OpDefinition, Rule } from './definition';
import { dense } from './dense';
import { depthwiseConv2d } from './depthwise-conv2d';
import { globalAveragePool, globalMaxPool } from './global-pool';
import { maxPool } from './max-pool';
import { pad } from './pad';
import { reshape } from './reshape';
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
  reshape,
  transpose,
  pad,
  averagePool,
  maxPool,
  globalAveragePool,
  globalMaxPool,
  relu,
  leakyRelu,
  relu6,
  elu,
  selu,
  gelu,
  sigmoid,
  hardSigmoid,
  tanh,
  softplus,
  softsign,
  silu,
  mish,
  exp,
  abs,
  square,
  softmax,
};

export type OpTable = typeof ops;
export type OpName = keyof OpTable;
export type ParamsOf<K extends OpName> = OpTable[K] extends OpDefinition<infer P, infer _> ? P : never;
export type ArityOf<K extends OpName> = OpTable[K]['arity'];

/** A domain: one rule for every op. A missing or misspelled one is a compile error. */
export type Rules<B> = { readonly [K in OpName]: Rule<B, ParamsOf<K>, ArityOf<K>> };
