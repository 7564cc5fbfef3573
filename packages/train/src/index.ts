export type { Engine, EngineInput } from '@ibp/layers';
export { type Adam, type AdamOptions, adamUpdate, createAdam, disposeAdam } from './adam';
export {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  type RunDescription,
  restoreCheckpoint,
  takeCheckpoint,
} from './checkpoint/checkpoint';
export { indexedDbStore } from './checkpoint/indexed-db-store';
export {
  decodeSafetensors,
  encodeSafetensors,
  type NamedArrays,
  type Safetensors,
} from './checkpoint/safetensors';
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
export { type CertifiedLossOptions, certifiedLoss } from './losses/certified';
export type { Examples, Loss, LossValue, TrainingPoint } from './losses/loss';
export { logitsCrossEntropy, nominalLoss } from './losses/nominal';
export { randomSpecs } from './losses/random-specs';
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
export { linear } from './schedules/linear';
export { type Piece, parseSchedule, piecewise } from './schedules/piecewise';
export { constant, type Ramp, type Schedule } from './schedules/schedule';
export { type SmoothRamp, smooth } from './schedules/smooth';
export { type Metrics, type TrainOptions, train } from './train';
export {
  eagerUpdater,
  type StepFigures,
  type StepPoint,
  type Updater,
  type UpdaterOptions,
} from './updater';
