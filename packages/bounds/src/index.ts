export type { GeluParams } from './activations/gelu';
export type { LeakyReluParams } from './activations/leaky-relu';
export { type ActivationName, activations } from './activations/table';
export { affineBounds, increasingBounds } from './affine-bounds';
export { type Conv1dParams, conv1dBounds } from './conv1d';
export { assertShape, fail, formatShape, IbpError, isIbpError, type Shape } from './errors';
export { indexOfNonFinite } from './finite';
export { ceilFloat32, floorFloat32, nextFloat32 } from './float32';
export { assertEpsilon, type BallShape, type Epsilon, readBall } from './input/epsilon';
export { linfBall, outwardLinfBall } from './input/linf-ball';
export { outwardBall } from './input/outward-ball';
export {
  assertPerFeature,
  isPerFeature,
  ofFeature,
  type PerFeature,
  perFeatureTensor,
} from './input/per-feature';
export { assertInputs, assertRange, float32Range, type InputRange, rangeWidth } from './input/range';
export { readScale, scaledBy } from './input/scale';
export {
  assertBounds,
  center,
  contains,
  disposeBounds,
  fromCenterRadius,
  hull,
  type IntervalBounds,
  intersection,
  intervalBounds,
  pointBounds,
  radius,
  width,
} from './interval';
export { linearError } from './linear-error';
export type { AffineParams } from './ops/affine';
export type { PoolParams } from './ops/average-pool';
export type { BroadcastParams } from './ops/broadcast';
export type { ConcatParams } from './ops/concat';
export type { Conv2dParams } from './ops/conv2d';
export type { Arity, BinaryOp, NaryOp, NoParams, OpDefinition, Rule, UnaryOp } from './ops/definition';
export type { DenseParams } from './ops/dense';
export type { DepthwiseConv2dParams } from './ops/depthwise-conv2d';
export type { PadParams } from './ops/pad';
export type { ReshapeParams } from './ops/reshape';
export { type ArityOf, type OpName, type OpTable, ops, type ParamsOf, type Rules } from './ops/table';
export type { TransposeParams } from './ops/transpose';
export type { Padding } from './ops/window';
export type { Distribution } from './random/distributions';
export { type Draw, type DrawKey, drawNumbers, seededDraw } from './random/draw';
export { elementary, gamma, magnitude, tiny, widened } from './rounding';
export {
  applyRule,
  type CallableRules,
  concreteRules,
  finiteIntervalRules,
  finiteOutwardRules,
  finitePart,
  intervalRules,
  outwardRules,
} from './rules';
export { assertBox, assertSpec } from './spec/assert-spec';
export { classificationSpec, worstCaseLogits } from './spec/classification';
export { contract, sumOfLast, sumTerms } from './spec/contract';
export { type Labels, labelTensor } from './spec/labels';
export { type LinearSpec, linearSpec, outwardUpperBound, specValues, upperBound } from './spec/linear-spec';
export { canPullBack, pullBack } from './spec/pull-back';
export {
  chargedConstant,
  linearRounding,
  type PullBackRounding,
  pullBackRounding,
} from './spec/pull-back-rounding';
export { targetedSpec } from './spec/targeted';
export { leastLikelyTargets, otherClasses, randomTargets } from './spec/targets';
