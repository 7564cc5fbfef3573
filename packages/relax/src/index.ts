export { apart } from './apart';
export { type CompiledAlphaCrown, compileAlphaCrown, type HostSlopes } from './compiled/alpha-crown';
export { type CompiledFunctions, compiledFunctions } from './compiled/compiled-functions';
export {
  chordSlope,
  type DualOptions,
  type DualUnit,
  type DualVariables,
  dualBound,
  reluStates,
  wongKolter,
} from './dual/dual-bound';
export { forwardLinear } from './forward/forward-linear';
export { guarded } from './guarded';
export {
  type AdamRates,
  type AdamState,
  adamOffset,
  adamRate,
  adamStart,
  adamStep,
} from './linear/adam';
export {
  type AlphaCrownOptions,
  alphaCrown,
  alphaCrownWithSlopes,
  type NodeSlopes,
  type WithSlopes,
} from './linear/alpha-crown';
export { backward } from './linear/backward';
export { type CrownOptions, crown, crownIbp, fastLin } from './linear/crown';
export { type CrownBoundsOptions, crownBounds } from './linear/crown-bounds';
export type { NodeBounds } from './linear/method';
export { additionsOf, relaxedNodes } from './linear/node-rounding';
export type { SlopeSearch } from './linear/optimise-slopes';
export { outerPolytope } from './linear/outer-polytope';
export { relaxNode } from './linear/relax-node';
export type { Line, Relaxation, ReluSlope } from './linear/relaxation';
export { adaptiveSlope, parallelSlope } from './linear/relaxations/relu';
export type { OutwardLines, Relaxed } from './linear/relaxed';
export { givenSlope, slopeNodes } from './linear/slope-margins';
export { linearPart } from './linear-map';
export { zonotope } from './zonotope/deep-z';
export { type ErrorDomain, errorRules } from './zonotope/domain';
export { type HybridRelu, type HybridZonotopeOptions, hybridZonotope } from './zonotope/hybrid-zonotope';
