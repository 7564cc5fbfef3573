import { dataError } from '../core/data-error';
import type { Dataset, SplitDataset } from '../core/dataset';
import { fromArrays } from '../core/from-arrays';
import { parseIdx } from '../formats/idx';
import type { Files } from './source';

/** The four files that MNIST and its successors with the same layout come in. */
export const IDX_NAMES = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const;

/**
 * A dataset of ten classes of grey images in those files.
 * @throws DataError when a file is damaged, images and labels disagree in number, or a label is not in 0..9
 */
export function idxSplit(name: string, classNames: readonly string[], files: Files): SplitDataset {
  const part = (prefix: string): Dataset => {
    const imageFile = `${prefix}-images-idx3-ubyte`;
    const images = parseIdx(files[imageFile]!, `${name}: ${imageFile}`);
    const labels = parseIdx(files[`${prefix}-labels-idx1-ubyte`]!, `${name}: ${prefix}-labels-idx1-ubyte`);
    const [count, height, width] = images.shape;
    if (!height || !width) throw dataError(`${name}: ${imageFile}`, `expected rank 3, got [${images.shape}]`);
    if (count !== labels.data.length) {
      throw dataError(
        `${name}: ${prefix}`,
        `expected ${count} labels for ${count} images, got ${labels.data.length}`,
      );
    }
    const shape = [height, width, 1];
    return fromArrays({ name, images: images.data, labels: labels.data, shape, classes: 10, classNames });
  };
  return { train: part('train'), test: part('t10k') };
}
