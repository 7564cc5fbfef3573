import { type Dataset, isBytes } from '../core/dataset';

/**
 * The dataset with its images in memory that threads share (the same one where they are there already), so that
 * `batchThread` needs no copy of them.
 */
export function sharedDataset(dataset: Dataset): Dataset {
  const { images } = dataset;
  if (isShared(images.buffer)) return dataset;
  const memory = new SharedArrayBuffer(images.byteLength);
  const shared = isBytes(images) ? new Uint8Array(memory) : new Float32Array(memory);
  shared.set(images);
  return { ...dataset, images: shared };
}

/** Also of buffers made in another frame or worker. */
const isShared = (buffer: ArrayBufferLike): boolean =>
  Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';
