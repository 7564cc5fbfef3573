import type { Augment } from './augment';
import { type BatchValues, gatherValues } from './batch-values';
import { dataError } from './data-error';
import type { Dataset } from './dataset';
import { seededRandom, shuffledIndices } from './random';

/** Which batches `trainingBatch` makes of a dataset. */
export type TrainingBatchOptions = {
  readonly batchSize: number;
  /** Integer; the same seed gives the same stream. */
  readonly seed: number;
  readonly augment?: Augment;
};

/** Batches in one pass over the data; the `count % batchSize` left over are drawn in other epochs. */
export function stepsPerEpoch(dataset: Dataset, batchSize: number): number {
  if (!(Number.isInteger(batchSize) && batchSize > 0 && batchSize <= dataset.count)) {
    throw dataError(
      'trainingBatch',
      `expected batchSize in 1..${dataset.count} (the size of ${dataset.name}), got ${batchSize}`,
    );
  }
  return Math.floor(dataset.count / batchSize);
}

/** What `trainingBatch` makes a tensor of. */
export function trainingValues(dataset: Dataset, step: number, options: TrainingBatchOptions): BatchValues {
  const { batchSize, seed, augment } = options;
  const steps = stepsPerEpoch(dataset, batchSize);
  if (!(Number.isInteger(step) && step >= 0)) {
    throw dataError('trainingBatch', `expected step to be an integer >= 0, got ${step}`);
  }
  const start = (step % steps) * batchSize;
  const indices = permutation(dataset, seed, Math.floor(step / steps)).slice(start, start + batchSize);
  if (!augment) return gatherValues(dataset, indices);
  return gatherValues(dataset, indices, (pixels, index) =>
    augment(pixels, dataset.shape, seededRandom(seed, step, index)),
  );
}

type Shuffled = { readonly seed: number; readonly epoch: number; readonly order: Int32Array };

/** The last permutation of each dataset: saves a shuffle per step, changes no result. */
const lastShuffled = new WeakMap<Dataset, Shuffled>();

function permutation(dataset: Dataset, seed: number, epoch: number): Int32Array {
  const last = lastShuffled.get(dataset);
  if (last && last.seed === seed && last.epoch === epoch) return last.order;
  const order = shuffledIndices(dataset.count, seed, epoch);
  lastShuffled.set(dataset, { seed, epoch, order });
  return order;
}
