export * from './branch-and-bound';
export type { Case, Proof } from './cascade/case';
export { type Certified, type CertifyExamples, type CertifyOptions, certify } from './cascade/certify';
export { type Journal, memoryJournal } from './cascade/journal';
export { fromJson, toJson } from './cascade/json';
export type { Ball, Question } from './cascade/question';
export type { Finding, OpenQuestion, Stage, StageContext } from './cascade/stage';
export { type AlphaCrownStageOptions, alphaCrown as alphaCrownStage } from './cascade/stages/alpha-crown';
export { attack, type CounterExampleSearch } from './cascade/stages/attack';
export { bound } from './cascade/stages/bound';
export {
  type BranchAndBoundStageOptions,
  branchAndBound as branchAndBoundStage,
} from './cascade/stages/branch-and-bound';
export { clean } from './cascade/stages/clean';
export { rigorous } from './cascade/stages/rigorous';
export { lp, mip, type RowStageOptions } from './cascade/stages/rows';
export { type CertifySummary, summarize } from './cascade/summary';
export type { Remark, UnknownReason, Verdict, Witness } from './cascade/verdict';
export { checkWitness, isInBall } from './cascade/witness';
export type { Asked } from './certificate/asked';
export {
  type AnyCertificate,
  type CertificateOptions,
  createCertificate,
  type ExampleOutcome,
  parseCertificate,
} from './certificate/certificate';
export { type CertificateCheck, type Check, checkCertificate } from './certificate/check';
export { certificateDigest, inputHash, networkHash } from './certificate/hash';
export { checkerLimits } from './certificate/limits';
export { certificateOutcome, type OutcomeOptions } from './certificate/outcome';
export {
  type Certificate,
  type CertificateExample,
  type CertificateProof,
  type CertificateSlopes,
  certificateSchema,
} from './certificate/schema';
export { type RowSlopes, type SlopeProofOptions, slopeProof } from './certificate/slope-proof';
export { type TreeProofOptions, treeProofs } from './certificate/tree-proof';
export { type ExplainOptions, type Explanation, explain } from './explain/explain';
export type { LayerLooseness } from './explain/layer-looseness';
export { safeLowerBound } from './lp/safe-lower-bound';
export { verifyByLp } from './lp/verify-by-lp';
export type { Confirm, RowVerdict } from './mip/row-verdict';
export { type MipOptions, verifyByMip } from './mip/verify-by-mip';
export type { RowOptions } from './mip/write-row';
export { plainForward, plainTrace } from './plain/forward';
export { plainNetwork } from './plain/from-network';
export { affineMaps } from './plain/linear-nodes';
export { assertProperty, assertStatement } from './property/assert-property';
export {
  type BallSpec,
  type Classification,
  classificationProperty,
  type InputBall,
  type Property,
  propertyOf,
  type Statement,
} from './property/property';
export { type Radius, type RadiusOptions, radiusSearch } from './radius/radius-search';
export { type ExactBackwardOptions, exactBackward } from './rigorous/backward';
export type { Slopes } from './rigorous/backward-activation';
export { type RigorousOptions, rigorousBounds } from './rigorous/bounds';
export { type Enclosures, enclose, rigorousRefusal } from './rigorous/enclose';
export { type Enclosure, type PerFeature, type PlainRange, rigorousBox } from './rigorous/enclosure';
export { marginSpec, type PlainSpec } from './rigorous/spec';
export type { Split } from './rigorous/split';
export { encloseByCrown, tightened } from './rigorous/tighten';
export type { LinearProblem } from './solver/problem';
export type { SolveOptions, SolveResult, Solver, SolveStatus } from './solver/solver';
