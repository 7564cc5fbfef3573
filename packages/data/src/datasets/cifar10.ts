import type { Dataset } from '../core/dataset';
import { fromArrays } from '../core/from-arrays';
import { parseCifar10 } from '../formats/cifar10';
import { concatBytes } from '../formats/concat-bytes';
import type { DatasetSource, Files } from './source';

const TRAIN = [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`);
const TEST = ['test_batch.bin'];
const CLASS_NAMES = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];

/** Photographs of ten classes, 50,000 and 10,000 of 32x32 in colour (Krizhevsky 2009), the binary version. */
export const cifar10Source: DatasetSource = {
  name: 'cifar-10',
  folders: ['cifar-10-batches-bin', 'cifar-10'],
  mirrors: ['https://www.cs.toronto.edu/~kriz/'],
  downloads: [{ name: 'cifar-10-binary.tar.gz', md5: 'c32a1d4ab5d03f1284b67883e8d87530' }],
  needs: [...TRAIN, ...TEST],
  split: (files) => ({ train: part(files, TRAIN), test: part(files, TEST) }),
};

function part(files: Files, names: readonly string[]): Dataset {
  const parsed = names.map((name) => parseCifar10(files[name]!, `cifar-10: ${name}`));
  return fromArrays({
    name: 'cifar-10',
    images: concatBytes(parsed.map(({ images }) => images)),
    labels: concatBytes(parsed.map(({ labels }) => labels)),
    shape: [32, 32, 3],
    classes: 10,
    classNames: CLASS_NAMES,
  });
}
