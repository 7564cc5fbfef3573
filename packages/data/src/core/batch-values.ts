import { dataError } from './data-error';
import { type Dataset, exampleSize, isBytes, type Pixels } from './dataset';

/** A batch before it is a tensor: made without tfjs, so that any thread can. */
export type BatchValues = {
  /** `[batch, ...shape]`, flat, in the dataset's range. */
  readonly values: Float32Array;
  readonly labels: Int32Array;
  /** Which examples of the dataset these are. */
  readonly indices: Int32Array;
};

/**
 * Gathers the examples at `indices`.
 * @param change applied to each example's pixels (a view: not to be written to) before scaling
 */
export function gatherValues(
  dataset: Dataset,
  indices: Int32Array,
  change: (pixels: Pixels, index: number) => Pixels = (pixels) => pixels,
): BatchValues {
  const size = exampleSize(dataset.shape);
  const values = new Float32Array(indices.length * size);
  const labels = new Int32Array(indices.length);
  indices.forEach((index, row) => {
    const pixels = change(dataset.images.subarray(index * size, (index + 1) * size), index);
    if (pixels.length !== size) {
      throw dataError(
        `batch of ${dataset.name}`,
        `expected ${size} values from augment, got ${pixels.length}`,
      );
    }
    write(pixels, values, row * size);
    labels[row] = dataset.labels[index]!;
  });
  return { values, labels, indices };
}

/** Every k / 255 rounded to float32 once, so that batching does no division. */
const unit = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

function write(pixels: Pixels, values: Float32Array, at: number): void {
  if (!isBytes(pixels)) values.set(pixels, at);
  else for (let i = 0; i < pixels.length; i++) values[at + i] = unit[pixels[i]!]!;
}
