import { type Batch, toBatch } from './batch';
import type { Dataset } from './dataset';
import { type TrainingBatchOptions, trainingValues } from './training-values';

/**
 * Batch number `step` (from 0) of an endless stream, reshuffled each epoch.
 * A pure function of its arguments: a run resumed at step n sees what the uninterrupted one would have seen.
 * @throws DataError when the batch is larger than the dataset or `step` is not a natural number
 *
 * @example
 * ```ts
 * import { toy, trainingBatch } from '@ibp/data';
 *
 * const { x, labels } = trainingBatch(toy(), 0, { batchSize: 4, seed: 1 }); // of step 0: the same whenever it is asked for
 * console.log(x.shape, labels.length); // [ 4, 2 ] 4
 * ```
 */
export const trainingBatch = (dataset: Dataset, step: number, options: TrainingBatchOptions): Batch =>
  toBatch(trainingValues(dataset, step, options), dataset);
