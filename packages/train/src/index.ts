export type { Engine, EngineInput } from '@ibp/layers';
export {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  type RunDescription,
  restoreCheckpoint,
  takeCheckpoint,
} from './checkpoint/checkpoint';
export { indexedDbStore } from './checkpoint/indexed-db-store';
export { type CheckpointStore, memoryStore } from './checkpoint/store';
export { compiledUpdater } from './engine';
export { type EvaluateOptions, type Evaluation, evaluate } from './evaluate';
export { globalNorm, lossAndGradients, type NamedTensors } from './gradients';
export {
  type LayerStatistics,
  type LayerStatisticsOptions,
  layerStatistics,
  neuronStability,
  type Stability,
} from './layer-statistics';
export { adversarialExample } from './losses/adversarial/adversarial-example';
export { type AdversarialLossOptions, adversarialLoss } from './losses/adversarial/adversarial-loss';
export { type Ascent, ascend, between } from './losses/adversarial/ascend';
export { attacks } from './losses/attacks';
export { type BoundedLossOptions, boundedLoss } from './losses/bounded-loss';
export { type CertifiedLossOptions, certifiedLoss } from './losses/certified';
export { type CrownIbpLossOptions, crownIbpLoss, mixedBounds } from './losses/crown-ibp';
export { learnedDual, learnedDualLoss } from './losses/dual/learned-dual';
export { type ProjectedDualOptions, projectedDual, projectedDualLoss } from './losses/dual/projected-dual';
export { withVerifier } from './losses/dual/verifier';
export { ccIbpLoss } from './losses/expressive/cc-ibp';
export { expIbpLoss } from './losses/expressive/exp-ibp';
export type { ExpressiveOptions } from './losses/expressive/margins';
export { mtlIbpLoss } from './losses/expressive/mtl-ibp';
export { type StapsLossOptions, stapsLoss, type TapsLossOptions, tapsLoss } from './losses/latent/taps';
export type { Examples, Loss, LossValue, TrainingPoint } from './losses/loss';
export { type MixTrainLossOptions, mixTrainLoss } from './losses/mix-train/mix-train';
export { logitsCrossEntropy, nominalLoss } from './losses/nominal';
export { randomSpecs } from './losses/random-specs';
export { fading } from './losses/regularizers/fading';
export { l1 } from './losses/regularizers/l1';
export {
  type Regularization,
  type Regularizer,
  type RegularizerContext,
  withRegularizers,
} from './losses/regularizers/regularizer';
export { reluBalance } from './losses/regularizers/relu-balance';
export { reluStability } from './losses/regularizers/relu-stability';
export { tightness } from './losses/regularizers/tightness';
export { type RobustContext, type RobustTerm, robustLoss } from './losses/robust-loss';
export { withMultipliers } from './losses/sdp/multipliers';
export { type SdpRegularizerOptions, sdpRegularizer } from './losses/sdp/sdp-regularizer';
export { type SabrLossOptions, sabrLoss } from './losses/small-box/sabr';
export { shrinkingIbp } from './losses/small-box/shrinking-ibp';
export {
  all,
  crossEntropy,
  hinge,
  mostViolated,
  type Selection,
  type SpecLoss,
  type SpecPoint,
  softplus,
} from './losses/spec-loss';
export type { Metrics } from './metrics';
export type { AdamWOptions } from './optimizers/adamw';
export type { Averaging } from './optimizers/averaging';
export type { AdamOptions } from './optimizers/moments';
export {
  createOptimizer,
  disposeOptimizer,
  type Optimizer,
  optimizerUpdate,
} from './optimizers/optimizer';
export type { OptimizerRule } from './optimizers/rule';
export type { SgdOptions } from './optimizers/sgd';
export {
  type OptimizerName,
  type OptimizerOptions,
  optimizerNames,
  optimizerRule,
} from './optimizers/table';
export { preciseBatchNorm } from './precise-batch-norm';
export { rebaseBatchNorm } from './rebase-batch-norm';
export { linear } from './schedules/linear';
export { type Piece, parseSchedule, piecewise } from './schedules/piecewise';
export { constant, type Ramp, type Schedule } from './schedules/schedule';
export { type SmoothRamp, smooth } from './schedules/smooth';
export { train } from './train';
export type { TrainOptions } from './train-options';
export {
  eagerUpdater,
  type StepFigures,
  type StepPoint,
  type Updater,
  type UpdaterOptions,
} from './updater';
