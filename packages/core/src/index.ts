export type { GeluParams } from './activations/gelu';
export type { InverseRootParams } from './activations/inverse-root';
export type { LeakyReluParams } from './activations/leaky-relu';
export { type ActivationName, type CurvedName, elementwiseOps } from './activations/table';
export type { AffineMap, Runs } from './affine-map';
export { assertPlainNetwork } from './assert-plain-network';
export { fail, IbpError, isIbpError } from './errors';
export { ceilFloat32, floorFloat32, nextFloat32 } from './float32';
export { affineMap, isLinear, type LinearNode, type LinearOpName } from './linear-node';
export { isMaxNode, type MaxNode, maxWindows } from './max-node';
export { mixing } from './mixing';
export type { AffineParams } from './ops/affine';
export { type AxisParts, aroundAxis } from './ops/axis';
export type { BroadcastParams } from './ops/broadcast';
export type { ConcatParams } from './ops/concat';
export { type Conv2dParams, groupsOf } from './ops/conv2d';
export type { Conv2dTransposeParams } from './ops/conv2d-transpose';
export type {
  Arity,
  ConcatOp,
  ElementwiseOp,
  Holding,
  LinearOp,
  NoParams,
  Op,
  Pieces,
  PiecewiseOp,
  PlainTensor,
  PoolOp,
  Rows,
  SumOp,
  Windows,
} from './ops/definition';
export type { DenseParams } from './ops/dense';
export type { DepthwiseConv2dParams } from './ops/depthwise-conv2d';
export type { GatherParams } from './ops/gather';
export type { Kind, Kinds } from './ops/kinds';
export { type MatMulSizes, matMulSizes } from './ops/mat-mul';
export type { PadParams } from './ops/pad';
export type { PoolParams } from './ops/pool';
export type { ReduceParams } from './ops/reduce';
export type { ReshapeParams } from './ops/reshape';
export {
  type ArityOf,
  type Family,
  isOf,
  type OpName,
  type OpsOf,
  opNames,
  type ParamsHolding,
  tableOf,
  type Vocabulary,
  vocabulary,
} from './ops/table';
export { type Taps, tapsOf } from './ops/taps';
export type { TransposeParams } from './ops/transpose';
export { type Padding, type WindowParams, windowOutput } from './ops/window';
export { piecesOf, slopesAtZero } from './pieces';
export type { PlainNetwork, PlainNode, PlainNodeOf, PlainParams } from './plain-network';
export { elementary, gamma, tiny } from './rounding';
export {
  decodeSafetensors,
  encodeSafetensors,
  type NamedArrays,
  type Safetensors,
} from './safetensors';
export { assertShape, axisOf, broadcasts, formatShape, type Shape, type Shaped, sizeOf } from './shape';
