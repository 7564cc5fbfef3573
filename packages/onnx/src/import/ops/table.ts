import type { OpRule } from '../graph/call';
import {
  ceil,
  celu,
  clip,
  elu,
  gelu,
  hardSigmoid,
  hardSwish,
  leakyRelu,
  pRelu,
  selu,
  swish,
  thresholdedRelu,
} from './activation';
import { add, div, mul, neg, sub } from './arithmetic';
import { batchNorm } from './batch-norm';
import { cast } from './cast';
import { concat } from './concat';
import { constantOp } from './constant';
import { conv } from './conv';
import { convTranspose } from './conv-transpose';
import { depthToSpace, spaceToDepth } from './depth';
import { einsum } from './einsum';
import { elementwise } from './elementwise';
import { max, meanOf, min, sumOf } from './extremes';
import { gather, gatherND, tile } from './gather';
import { dropout, identity } from './identity';
import {
  and,
  constantOfShape,
  dequantizeLinear,
  equal,
  expand,
  greater,
  greaterOrEqual,
  less,
  lessOrEqual,
  mod,
  not,
  or,
  quantizeLinear,
  range,
  where,
} from './logic';
import { linearRegressor, scaler } from './machine-learning';
import { gemm, matMul } from './mat-mul';
import { groupNorm, instanceNorm, layerNorm, rmsNorm } from './normalization';
import { pad } from './pad';
import { averagePool, globalAveragePool, globalMaxPool, maxPool } from './pool';
import { pow } from './pow';
import {
  reduceL1,
  reduceL2,
  reduceLogSumExp,
  reduceMax,
  reduceMean,
  reduceMin,
  reduceProd,
  reduceSum,
  reduceSumSquare,
} from './reduce';
import { resize, upsample } from './resize';
import { flatten, reshape, shapeOf, size, squeeze, unsqueeze } from './shape';
import { slice, split } from './slice';
import { logSoftmax, softmax } from './softmax';
import { transpose } from './transpose';

/** The ops of ONNX that can be imported: a new one is a rule in a file beside this one, and a line here. */
export const opTable: { readonly [op: string]: OpRule } = {
  Abs: elementwise('abs'),
  Add: add,
  And: and,
  AveragePool: averagePool,
  BatchNormalization: batchNorm,
  Cast: cast,
  Ceil: ceil,
  Celu: celu,
  Clip: clip,
  Concat: concat,
  Constant: constantOp,
  ConstantOfShape: constantOfShape,
  Conv: conv,
  ConvTranspose: convTranspose,
  Cos: elementwise('cos'),
  DepthToSpace: depthToSpace,
  DequantizeLinear: dequantizeLinear,
  Div: div,
  Dropout: dropout,
  Einsum: einsum,
  Elu: elu,
  Equal: equal,
  Erf: elementwise('erf'),
  Exp: elementwise('exp'),
  Expand: expand,
  Flatten: flatten,
  Floor: elementwise('floor'),
  Gather: gather,
  GatherND: gatherND,
  Gelu: gelu,
  Gemm: gemm,
  GlobalAveragePool: globalAveragePool,
  GlobalMaxPool: globalMaxPool,
  Greater: greater,
  GreaterOrEqual: greaterOrEqual,
  GroupNormalization: groupNorm,
  HardSigmoid: hardSigmoid,
  HardSwish: hardSwish,
  Identity: identity,
  InstanceNormalization: instanceNorm,
  LayerNormalization: layerNorm,
  LeakyRelu: leakyRelu,
  Less: less,
  LessOrEqual: lessOrEqual,
  Log: elementwise('log'),
  LogSoftmax: logSoftmax,
  MatMul: matMul,
  Max: max,
  MaxPool: maxPool,
  Mean: meanOf,
  Min: min,
  Mish: elementwise('mish'),
  Mod: mod,
  Mul: mul,
  Neg: neg,
  Not: not,
  Or: or,
  PRelu: pRelu,
  Pad: pad,
  Pow: pow,
  QuantizeLinear: quantizeLinear,
  RMSNormalization: rmsNorm,
  Range: range,
  Reciprocal: elementwise('reciprocal'),
  ReduceL1: reduceL1,
  ReduceL2: reduceL2,
  ReduceLogSumExp: reduceLogSumExp,
  ReduceMax: reduceMax,
  ReduceMean: reduceMean,
  ReduceMin: reduceMin,
  ReduceProd: reduceProd,
  ReduceSum: reduceSum,
  ReduceSumSquare: reduceSumSquare,
  Relu: elementwise('relu'),
  Reshape: reshape,
  Resize: resize,
  Selu: selu,
  Shape: shapeOf,
  Sigmoid: elementwise('sigmoid'),
  Sign: elementwise('sign'),
  Sin: elementwise('sin'),
  Size: size,
  Slice: slice,
  Softmax: softmax,
  Softplus: elementwise('softplus'),
  Softsign: elementwise('softsign'),
  SpaceToDepth: spaceToDepth,
  Split: split,
  Sqrt: elementwise('sqrt'),
  Squeeze: squeeze,
  Sub: sub,
  Sum: sumOf,
  Swish: swish,
  Tanh: elementwise('tanh'),
  ThresholdedRelu: thresholdedRelu,
  Tile: tile,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
  Upsample: upsample,
  Where: where,
  'ai.onnx.ml.LinearRegressor': linearRegressor,
  'ai.onnx.ml.Scaler': scaler,
};
