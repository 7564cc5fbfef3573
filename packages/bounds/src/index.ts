export { activations } from './activations/table';
export { affineBounds, increasingBounds } from './affine-bounds';
export { type Conv1dParams, conv1dBounds } from './conv1d';
export { type Domain, domain, ofInputs, type RuleOf, throughBoxes } from './domain';
export { indexOfNonFinite } from './finite';
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
export type { OnSpecs, OnTensors, ParamsOf, Reach, Rule, TensorOp, WeightPart } from './ops/definition';
export { type LinearPart, linearOp } from './ops/linear';
export { ops, type Rules } from './ops/table';
export type { Distribution } from './random/distributions';
export { type Draw, type DrawKey, drawNumbers, seededDraw } from './random/draw';
export { magnitude, widened } from './rounding';
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
export { type LinearSpec, linearSpec } from './spec/linear-spec';
export { canPullBack, pullBack } from './spec/pull-back';
export {
  chargedConstant,
  linearRounding,
  type PullBackRounding,
  pullBackRounding,
} from './spec/pull-back-rounding';
export { orNaNIfMinusInfinity, outwardUpperBound, specValues, upperBound } from './spec/spec-values';
export { targetedSpec } from './spec/targeted';
export { leastLikelyTargets, otherClasses, randomTargets } from './spec/targets';
