export { type Augment, compose, padAndCrop, randomFlip, translate } from './core/augment';
export type { Batch } from './core/batch';
export { batches } from './core/batches';
export type { Dataset, Labels, Pixels, Split } from './core/dataset';
export { type ArraysOptions, fromArrays } from './core/fromArrays';
export { type Random, seededRandom, shuffledIndices } from './core/random';
export { holdOut, slice, subset } from './core/subset';
export { type ToyOptions, toy } from './core/toy';
export { stepsPerEpoch, type TrainingBatchOptions, trainingBatch } from './core/trainingBatch';
