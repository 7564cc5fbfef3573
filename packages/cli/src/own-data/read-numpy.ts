import { readFile } from 'node:fs/promises';
import { type Dataset, fromArrays, type NdArray, parseNpy, parseNpz, type SplitDataset } from '@ibp/data';
import { userPath } from '../run-folder';
import { unbounded } from './read-table';
import type { Reading } from './reading';
import { type Whole, whole } from './whole';

/** More than Keras's mnist.npz unpacks to, and CIFAR-10 as float32. */
const limit = 2 ** 30;

/**
 * Arrays of NumPy: `x_train`, `y_train`, `x_test`, `y_test` as Keras names them, or `x` and `y` (also `images`, `labels`); of a
 * `.npy` the inputs, with the classes in the file that `--labels` names. Bytes mean value / 255; images without channels
 * get one.
 *
 * @throws naming the file, what it should hold and what it does.
 */
export async function readNumpy(file: string, reading: Reading): Promise<SplitDataset | Whole> {
  const bytes = await readFile(file);
  if (file.endsWith('.npy')) {
    if (reading.labels === undefined)
      throw new Error(`--labels: expected the .npy of the classes of ${file}, got none`);
    const classes = userPath(reading.labels);
    const labels = parseNpy(await readFile(classes), classes);
    return { [whole]: arrays(file, parseNpy(bytes, file), labels, reading) };
  }
  const found = parseNpz(bytes, file, limit);
  const pair = (x: readonly string[], y: readonly string[]): [NdArray, NdArray] | undefined => {
    const [inputs, labels] = [x, y].map((names) => names.map((name) => found[name]).find(Boolean));
    return inputs && labels && [inputs, labels];
  };
  const [train, test] = [pair(['x_train'], ['y_train']), pair(['x_test'], ['y_test'])];
  if (train && test) {
    return { train: arrays(file, ...train, reading), test: arrays(file, ...test, reading) };
  }
  const all = pair(['x', 'X', 'images', 'data'], ['y', 'labels', 'label', 'target']);
  if (all) return { [whole]: arrays(file, ...all, reading) };
  const names = Object.keys(found).join(', ');
  throw new Error(`${file}: expected arrays x and y, or x_train, y_train, x_test and y_test, got ${names}`);
}

function arrays(file: string, x: NdArray, { data: labels }: NdArray, { range }: Reading): Dataset {
  const [, ...sizes] = x.shape;
  const shape = sizes.length === 2 ? [...sizes, 1] : sizes;
  const bytes = x.data instanceof Uint8Array;
  const natural = bytes || shape.length > 1 ? ([0, 1] as const) : unbounded;
  return fromArrays({ name: file, images: x.data, labels, shape, range: range ?? natural });
}
