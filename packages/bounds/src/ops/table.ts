import type { ArityOf, OpName } from '@ibp/core';
import { activations } from '../activations/table';
import { affine } from './affine';
import { add, multiply, subtract } from './arithmetic';
import { averagePool } from './average-pool';
import { broadcast } from './broadcast';
import { concat } from './concat';
import { conv2d } from './conv2d';
import { conv2dTranspose } from './conv2d-transpose';
import type { ParamsOf, Rule, TensorOp } from './definition';
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

/** The op vocabulary on tensors. One that `@ibp/core` has and this table lacks does not compile. */
export const ops: { readonly [K in OpName]: TensorOp<K> } = {
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
  ...activations,
};

/** A domain: one rule for every op. A missing or misspelled one is a compile error. */
export type Rules<B> = { readonly [K in OpName]: Rule<B, ParamsOf<K>, ArityOf<K>> };
