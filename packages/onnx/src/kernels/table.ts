import { addN } from './add-n';
import * as binary from './binary';
import * as constants from './constants';
import { conv2d } from './conv2d';
import * as depthwise from './depthwise-conv2d';
import { conv2dBackpropFilter } from './filter-gradient';
import * as index from './index-ops';
import { conv2dBackpropInput } from './input-gradient';
import { batchMatMul } from './mat-mul';
import * as pools from './pool';
import * as reduce from './reduce';
import type { KernelRule } from './rule';
import { select } from './select';
import * as shape from './shape';
import * as slice from './slice';
import { softmax } from './softmax';
import * as unary from './unary';

/** Every kernel of tfjs that can be captured, under the name tfjs has for it. */
export const kernels = {
  // element by element
  Abs: unary.unary('Abs'),
  Acos: unary.unary('Acos'),
  Asin: unary.unary('Asin'),
  Atan: unary.unary('Atan'),
  Ceil: unary.unary('Ceil'),
  ClipByValue: unary.clip,
  Cos: unary.unary('Cos'),
  Elu: unary.unary('Elu'),
  Erf: unary.unary('Erf'),
  Exp: unary.unary('Exp'),
  Expm1: unary.expm1,
  Floor: unary.unary('Floor'),
  IsFinite: unary.finite,
  IsInf: unary.unary('IsInf', {}, 'bool'),
  IsNan: unary.unary('IsNaN', {}, 'bool'),
  LeakyRelu: unary.leakyRelu,
  Log: unary.unary('Log'),
  Log1p: unary.log1p,
  LogicalNot: unary.unary('Not'),
  Neg: unary.unary('Neg'),
  Reciprocal: unary.unary('Reciprocal'),
  Relu: unary.unary('Relu'),
  Relu6: unary.relu6,
  Round: unary.unary('Round'),
  Rsqrt: unary.rsqrt,
  Selu: unary.unary('Selu'),
  Sigmoid: unary.unary('Sigmoid'),
  Sign: unary.sign,
  Sin: unary.unary('Sin'),
  Softplus: unary.unary('Softplus'),
  Sqrt: unary.unary('Sqrt'),
  Square: unary.square,
  Step: unary.step,
  Tan: unary.unary('Tan'),
  Tanh: unary.unary('Tanh'),

  // element by element, of two or more
  Add: binary.binary('Add'),
  AddN: addN,
  EluGrad: binary.eluGrad,
  Equal: binary.compare('Equal'),
  FloorDiv: binary.floorDiv,
  Greater: binary.compare('Greater'),
  GreaterEqual: binary.compare('GreaterOrEqual'),
  Less: binary.compare('Less'),
  LessEqual: binary.compare('LessOrEqual'),
  LogicalAnd: binary.logical('And'),
  LogicalOr: binary.logical('Or'),
  Maximum: binary.binary('Max'),
  Minimum: binary.binary('Min'),
  Mod: binary.mod,
  Multiply: binary.multiply,
  NotEqual: binary.notEqual,
  Pow: binary.binary('Pow'),
  Prelu: binary.prelu,
  RealDiv: binary.binary('Div'),
  Select: select,
  SquaredDifference: binary.squaredDifference,
  Sub: binary.binary('Sub'),

  // over axes
  All: reduce.reduceBool('ReduceMin'),
  Any: reduce.reduceBool('ReduceMax'),
  ArgMax: reduce.argReduce('ArgMax'),
  ArgMin: reduce.argReduce('ArgMin'),
  Cumprod: reduce.cumprod,
  Cumsum: reduce.cumsum,
  Max: reduce.extreme('ReduceMax'),
  Mean: reduce.mean,
  Min: reduce.extreme('ReduceMin'),
  Prod: reduce.reduce('ReduceProd'),
  Softmax: softmax,
  Sum: reduce.sum,

  // shapes
  Cast: shape.cast,
  Concat: shape.concat,
  ExpandDims: shape.expandDims,
  Identity: shape.identity,
  MirrorPad: slice.mirrorPad,
  Pack: shape.pack,
  PadV2: slice.pad,
  Reshape: shape.reshape,
  Reverse: slice.reverse,
  Slice: slice.slice,
  SplitV: slice.split,
  StridedSlice: slice.stridedSlice,
  Tile: shape.tile,
  Transpose: shape.transpose,
  Unpack: slice.unpack,

  // by index
  GatherNd: index.gatherNd,
  GatherV2: index.gather,
  OneHot: index.oneHot,
  ScatterNd: index.scatterNd,
  TopK: index.topK,
  UnsortedSegmentSum: index.unsortedSegmentSum,

  // constants
  Fill: constants.fill,
  LinSpace: constants.linspace,
  OnesLike: constants.like(1),
  Range: constants.range,
  ZerosLike: constants.like(0),

  // linear maps and pools
  AvgPool: pools.pool('AveragePool'),
  AvgPoolGrad: pools.avgPoolGrad,
  BatchMatMul: batchMatMul,
  Conv2D: conv2d,
  Conv2DBackpropFilter: conv2dBackpropFilter,
  Conv2DBackpropInput: conv2dBackpropInput,
  DepthwiseConv2dNative: depthwise.depthwiseConv2d,
  DepthwiseConv2dNativeBackpropFilter: depthwise.depthwiseBackpropFilter,
  DepthwiseConv2dNativeBackpropInput: depthwise.depthwiseBackpropInput,
  MaxPool: pools.pool('MaxPool'),
  MaxPoolGrad: pools.maxPoolGrad,
} satisfies { readonly [kernelName: string]: KernelRule };

/** The kernels of tfjs that can be captured, by name. */
export type KernelName = keyof typeof kernels;
