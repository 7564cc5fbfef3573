import { dataError } from './data-error';
import { type Dataset, exampleSize, type SplitDataset } from './dataset';
import { shuffledIndices } from './random';

/**
 * Examples `start .. end - 1`, as views of the same memory.
 * @throws DataError unless `0 <= start < end <= count`
 *
 * @example
 * ```ts
 * import { slice, toy } from '@ibp/data';
 *
 * console.log(slice(toy(), 0, 5).count); // 5
 * ```
 */
export function slice(dataset: Dataset, start: number, end: number = dataset.count): Dataset {
  if (
    !(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= dataset.count)
  ) {
    throw dataError(
      `slice of ${dataset.name}`,
      `expected 0 <= start < end <= ${dataset.count}, got ${start}..${end}`,
    );
  }
  const size = exampleSize(dataset.shape);
  return {
    ...dataset,
    images: dataset.images.subarray(start * size, end * size),
    labels: dataset.labels.subarray(start, end),
    count: end - start,
  };
}

/**
 * The examples at `indices`, copied, in that order.
 * @throws DataError when there are none or one is out of range
 */
export function subset(dataset: Dataset, indices: ArrayLike<number>): Dataset {
  const where = `subset of ${dataset.name}`;
  if (indices.length === 0) throw dataError(where, 'expected at least one index, got none');
  const size = exampleSize(dataset.shape);
  const images = emptyLike(dataset.images, indices.length * size);
  const labels = emptyLike(dataset.labels, indices.length);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (!(Number.isInteger(index) && index >= 0 && index < dataset.count)) {
      throw dataError(where, `expected indices in 0..${dataset.count - 1}, got ${index} at position ${i}`);
    }
    images.set(dataset.images.subarray(index * size, (index + 1) * size), i * size);
    labels[i] = dataset.labels[index]!;
  }
  return { ...dataset, images, labels, count: indices.length };
}

/** An empty array of the same type; `constructor` is the only thing that tells the union's members apart. */
const emptyLike = <T extends object>(array: T, length: number): T =>
  new (array.constructor as new (length: number) => T)(length);

/**
 * Sets `n` random examples aside for testing. The choice depends on `seed` alone, which is a constant by
 * default, so that runs with different training seeds are tested on the same examples.
 * Both parts come out shuffled: a dataset sorted by class may be held out of as it is.
 * @throws DataError unless `0 < n < count`
 */
export function holdOut(dataset: Dataset, n: number, seed = 0): SplitDataset {
  if (!(Number.isInteger(n) && n > 0 && n < dataset.count)) {
    throw dataError(`holdOut of ${dataset.name}`, `expected 0 < n < ${dataset.count}, got ${n}`);
  }
  const order = shuffledIndices(dataset.count, seed, 0);
  return { train: subset(dataset, order.subarray(n)), test: subset(dataset, order.subarray(0, n)) };
}
