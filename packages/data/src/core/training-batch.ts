import { type Batch, toBatch } from './batch';
import type { Dataset } from './dataset';
import { type TrainingBatchOptions, trainingValues } from './training-values';

/**
 * Batch number `step` (from 0) of an endless stream, reshuffled each epoch.
 * A pure function of its arguments: a run resumed at step n sees what the uninterrupted one would have seen.
 * @throws DataError when the batch is larger than the dataset or `step` is not a natural number
 */
export const trainingBatch = (dataset: Dataset, step: number, options: TrainingBatchOptions): Batch =>
  toBatch(trainingValues(dataset, step, options), dataset);
