import { type Batch, toBatch } from './batch';
import { gatherValues } from './batch-values';
import { dataError } from './data-error';
import type { Dataset } from './dataset';

/**
 * The whole dataset in order, for evaluation; the last batch may be short.
 * @throws DataError unless `batchSize` is a positive integer
 *
 * @example
 * ```ts
 * import { batches, toy } from '@ibp/data';
 *
 * const sizes = Array.from(batches(toy(), 10), ({ x }) => x.shape[0]);
 * console.log(sizes); // [ 10, 3 ]
 * ```
 */
export function* batches(dataset: Dataset, batchSize: number): Generator<Batch> {
  if (!(Number.isInteger(batchSize) && batchSize > 0)) {
    throw dataError('batches', `expected a positive integer batchSize, got ${batchSize}`);
  }
  for (let start = 0; start < dataset.count; start += batchSize) {
    const length = Math.min(batchSize, dataset.count - start);
    const indices = Int32Array.from({ length }, (_, i) => start + i);
    yield toBatch(gatherValues(dataset, indices), dataset);
  }
}
