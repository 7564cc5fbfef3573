import { gzipSync } from 'fflate';

// Small files in the real formats, for tests alone.

/** An idx file of bytes. */
export function idx(shape: readonly number[], data: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  bytes.set([0, 0, 8, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((dimension, i) => {
    view.setUint32(4 + 4 * i, dimension);
  });
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}

/** MNIST's four files with 20 training and 10 test images of 28x28, gzipped; pixel i is i * 7 % 256. */
export function tinyMnist(): Record<string, Uint8Array> {
  const images = (count: number) => Uint8Array.from({ length: count * 784 }, (_, i) => (i * 7) % 256);
  const labels = (count: number) => Uint8Array.from({ length: count }, (_, i) => i % 10);
  return {
    'train-images-idx3-ubyte.gz': gzipSync(idx([20, 28, 28], images(20))),
    'train-labels-idx1-ubyte.gz': gzipSync(idx([20], labels(20))),
    't10k-images-idx3-ubyte.gz': gzipSync(idx([10, 28, 28], images(10))),
    't10k-labels-idx1-ubyte.gz': gzipSync(idx([10], labels(10))),
  };
}

/** CIFAR-10's six binary files with two records each: label 0..9 and pixels of that value. */
export function tinyCifar10(): Record<string, Uint8Array> {
  const names = [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`);
  return Object.fromEntries(
    [...names, 'test_batch.bin'].map((name, i) => [
      name,
      Uint8Array.from({ length: 2 * 3073 }, (_, at) => (i + Math.floor(at / 3073)) % 10),
    ]),
  );
}
