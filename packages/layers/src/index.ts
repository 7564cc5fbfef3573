export { assertFunctions } from './assert-functions';
export { assertProblem } from './assert-problem';
export { type Assignments, assignmentsOf } from './assignments';
export {
  type BoundMethod,
  type CompileBound,
  type CompiledBound,
  forTraining,
  ibp,
  type TracedBound,
  tracedMethod,
  withCompiled,
  withTraining,
} from './bound-method';
export { type Builder, createBuilder, type Layer, network } from './builder';
export { activation, leakyRelu, relu, softmax } from './builders/activation';
export { type BatchNormOptions, batchNorm } from './builders/batch-norm';
export { concatenate, identity, merge, residual, sequential } from './builders/combine';
export { type Conv2dOptions, type Conv2dWeights, conv2d } from './builders/conv2d';
export { type DenseWeights, dense, type KernelOptions } from './builders/dense';
export { type DepthwiseConv2dOptions, depthwiseConv2d } from './builders/depthwise-conv2d';
export { normalize, type PerChannel } from './builders/normalize';
export {
  asImage,
  averagePool1d,
  type Conv1dOptions,
  conv1d,
  maxPool1d,
  type Pool1dOptions,
} from './builders/one-dimensional';
export type { Pair } from './builders/pair';
export {
  averagePool,
  globalAveragePool,
  globalMaxPool,
  maxPool,
  type PoolOptions,
} from './builders/pool';
export { broadcast, flatten, gather, reshape, transpose, zeroPad2d } from './builders/shape';
export type { Numbers, Weights } from './builders/weights';
export { compileBound } from './compiled-bound';
export { type Elided, elide, elideOutward, withoutTail } from './elide';
export type {
  Ask,
  CompiledFunction,
  Engine,
  EngineCompileOptions,
  EngineInput,
  EngineInputs,
  EngineOutputs,
  EngineRunOptions,
  HostArray,
} from './engine';
export { constantInitializer, ones, zeros } from './initializers/constant';
export { type InitializeOptions, initializeWeights } from './initializers/initialize-weights';
export { fanIn, type Initializer } from './initializers/initializer';
export { heNormal, ibpNormal } from './initializers/normal';
export { orthogonal } from './initializers/orthogonal';
export { apply, propagate, propagateAll, trace } from './interpreter';
export { assignWeights } from './io/assign-weights';
export type { WeightsLocation } from './io/handlers';
export { loadWeights, readWeights } from './io/load-weights';
export { saveWeights } from './io/save-weights';
export { type WeightArray, type WeightArrays, weightArrays } from './io/weight-arrays';
export { hashArrays, weightsHash } from './io/weights-hash';
export { widenedWeights } from './io/widened-weights';
export { saveLayersModel } from './keras/export/save-layers-model';
export { type FromLayersModelOptions, fromLayersModel } from './keras/from-layers-model';
export type { KerasLayer, KerasModel, KerasNode, KerasTensor, KerasVariable } from './keras/model';
export { affineInputs, lowerWith } from './lowering/affine-inputs';
export type { BatchNormNode } from './lowering/batch-norm';
export type { BatchNormParams } from './lowering/batch-norm-params';
export type { CompositeNode } from './lowering/composite-node';
export type { Conv1dNode } from './lowering/conv1d';
export { lower, lowerNode } from './lowering/lower';
export type { RescaleNode, RescaleParams } from './lowering/rescale';
export {
  disposeNetwork,
  type LoweredNetwork,
  type Network,
  outputShape,
  trainableVariables,
} from './network';
export { networkOf } from './network-of';
export { nextTask } from './next-task';
export type { InputNode, OpNode } from './op-node';
export { formatSummary, type Summary, type SummaryRow, summary } from './summary';
export {
  type BatchStatistics,
  type TrainingPass,
  trainingPass,
  updateMovingAverages,
} from './training-pass';
export { unlessUnsound } from './unless-unsound';
export { assertWeightsStayed, watchSettledWeights, watchWeights } from './watch-weights';
