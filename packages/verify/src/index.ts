export * from './branch-and-bound';
export type { CascadeOptions, CertifyOptions } from './cascade/cascade-options';
export type { Case, Proof } from './cascade/case';
export { type Certified, certify } from './cascade/certify';
export { certifyProperties } from './cascade/certify-properties';
export type { CertifyExamples } from './cascade/examples';
export { type Journal, memoryJournal } from './cascade/journal';
export { fromJson, toJson } from './cascade/json';
export type { Ball, PropertyPart, Question } from './cascade/question';
export type { Finding, OpenQuestion, Stage, StageContext } from './cascade/stage';
export { accompanied } from './cascade/stages/accompanied';
export { type AlphaCrownStageOptions, alphaCrownStage } from './cascade/stages/alpha-crown';
export { attackStage, type CounterExampleSearch } from './cascade/stages/attack';
export { boundStage } from './cascade/stages/bound';
export {
  type BranchAndBoundStageOptions,
  branchAndBoundStage,
} from './cascade/stages/branch-and-bound';
export { cleanStage } from './cascade/stages/clean';
export { type LpTreeStageOptions, lpTreeStage } from './cascade/stages/lp-tree';
export { type PropertyStageOptions, propertyStage } from './cascade/stages/property';
export { provedBeforeStage } from './cascade/stages/proved-before';
export { rigorousStage } from './cascade/stages/rigorous';
export { lpStage, mipStage, type RowStageOptions } from './cascade/stages/rows';
export { type CertifySummary, summarize } from './cascade/summary';
export type { Remark, UnknownReason, Verdict, Witness } from './cascade/verdict';
export { checkWitness, isInBall } from './cascade/witness';
export { inWorkers } from './cascade/workers/in-workers';
export { type StageWorker, stageWorker } from './cascade/workers/stage-worker';
export type { StageAbout, StageReply, StageTask, StageWorkers } from './cascade/workers/workers';
export type { BoxConfirmation } from './certificate/box-confirmation';
export { certificateOutcome, type OutcomeOptions } from './certificate/outcome';
export {
  type PropertyOutcome,
  type PropertyOutcomeOptions,
  propertyOutcome,
} from './certificate/property-outcome';
export { propertyOutcomes } from './certificate/property-outcomes';
export { type TreeProofOptions, treeProofs } from './certificate/tree-proof';
export { type ExplainOptions, type Explanation, explain } from './explain/explain';
export { type BoxExplanation, explainProperty } from './explain/explain-property';
export type { LayerLooseness } from './explain/layer-looseness';
export { plainNetwork } from './plain/from-network';
export * from './property';
export type { Radius } from './radius/bisect';
export { type PropertyRadiusOptions, propertyRadius } from './radius/property-radius';
export { type RadiusOptions, radiusSearch } from './radius/radius-search';
export { type SdpOptions, sdp } from './sdp/sdp';
