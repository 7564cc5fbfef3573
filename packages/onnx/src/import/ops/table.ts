import type { OpRule } from '../graph/call';
import { celu, clip, elu, gelu, hardSigmoid, hardSwish, leakyRelu, pRelu, selu } from './activation';
import { add, div, mul, neg, sub } from './arithmetic';
import { batchNorm } from './batch-norm';
import { cast } from './cast';
import { concat } from './concat';
import { constantOp } from './constant';
import { conv } from './conv';
import { elementwise } from './elementwise';
import { gather } from './gather';
import { dropout, identity } from './identity';
import { gemm, matMul } from './mat-mul';
import { averagePool, globalAveragePool, globalMaxPool, maxPool } from './pool';
import { flatten, reshape, shapeOf, size, squeeze, unsqueeze } from './shape';
import { slice, split } from './slice';
import { softmax } from './softmax';
import { transpose } from './transpose';

/** The ops of ONNX that can be imported: a new one is a rule in a file beside this one, and a line here. */
export const opTable: { readonly [op: string]: OpRule } = {
  Abs: elementwise('abs'),
  Add: add,
  AveragePool: averagePool,
  BatchNormalization: batchNorm,
  Cast: cast,
  Celu: celu,
  Clip: clip,
  Concat: concat,
  Constant: constantOp,
  Conv: conv,
  Div: div,
  Dropout: dropout,
  Elu: elu,
  Exp: elementwise('exp'),
  Flatten: flatten,
  Gather: gather,
  Gelu: gelu,
  Gemm: gemm,
  GlobalAveragePool: globalAveragePool,
  GlobalMaxPool: globalMaxPool,
  HardSigmoid: hardSigmoid,
  HardSwish: hardSwish,
  Identity: identity,
  LeakyRelu: leakyRelu,
  MatMul: matMul,
  MaxPool: maxPool,
  Mish: elementwise('mish'),
  Mul: mul,
  Neg: neg,
  PRelu: pRelu,
  Relu: elementwise('relu'),
  Reshape: reshape,
  Selu: selu,
  Shape: shapeOf,
  Sigmoid: elementwise('sigmoid'),
  Size: size,
  Slice: slice,
  Softmax: softmax,
  Softplus: elementwise('softplus'),
  Softsign: elementwise('softsign'),
  Split: split,
  Squeeze: squeeze,
  Sub: sub,
  Tanh: elementwise('tanh'),
  Transpose: transpose,
  Unsqueeze: unsqueeze,
};
