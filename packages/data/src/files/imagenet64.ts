import { constants } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dataError } from '../core/data-error';
import type { Dataset, SplitDataset } from '../core/dataset';
import { imagenet64Dataset, parseImagenet64 } from '../datasets/imagenet64';
import { DATA_DIR_VARIABLE, dataDirectories } from './directories';
import { fromFolder } from './from-folder';

/** Options of `imagenet64`. */
export type Imagenet64Options = {
  /** Holds the files or a folder `imagenet64`. Default: `IBP_DATA_DIR`, then the user's cache directory. */
  readonly directory?: string;
  /**
   * Which of the ten training batches to read, default `[1]`. Each holds 128,116 or so images in 1.6 GB, and
   * one array of Node 20 holds 4 GiB: at most two at once.
   */
  readonly batches?: readonly number[];
};

/** Bytes of a training batch as distributed. */
const BATCH_BYTES = 128_116 * 12_288;

/**
 * ImageNet downscaled to 64x64, images [64, 64, 3] of 1000 classes. Read from the batches as distributed
 * (`train_data_batch_1` and so on and `val_data`, as pickles or `.npz`), or from image folders `train/<class>/`
 * and `val/<class>/`. image-net.org asks for a login, so it is never downloaded.
 * @throws DataError that says how to fetch it by hand when it is not found, or names the damaged file
 */
export async function imagenet64({
  directory,
  batches = [1],
}: Imagenet64Options = {}): Promise<SplitDataset> {
  if (batches.length === 0 || batches.length * BATCH_BYTES > constants.MAX_LENGTH) {
    const most = Math.floor(constants.MAX_LENGTH / BATCH_BYTES);
    throw dataError('imagenet64', `expected 1 to ${most} training batches at once, got ${batches.length}`);
  }
  const directories = dataDirectories(directory);
  for (const folder of directories.flatMap((root) => [root, join(root, 'imagenet64')])) {
    const split = (await fromBatches(folder, batches)) ?? (await fromFolders(folder));
    if (split) return split;
  }
  const names = [...batches.map((i) => `train_data_batch_${i}`), 'val_data'].join(', ');
  throw dataError(
    'imagenet64',
    `${names} not found in ${directories.join(' or ')}.\nTo fetch it, log in at https://image-net.org/download-images, ` +
      `download "Downsampled image data (64x64)" train and val, and unzip the files (pickles or .npz) into ` +
      `${join(directories[0], 'imagenet64')}, or into any directory named by the environment variable ` +
      `${DATA_DIR_VARIABLE} or the option "directory".`,
  );
}

async function fromBatches(folder: string, batches: readonly number[]): Promise<SplitDataset | undefined> {
  const trainPaths: string[] = [];
  for (const i of batches) {
    const path = await batchFile(folder, `train_data_batch_${i}`);
    if (path === undefined) return undefined;
    trainPaths.push(path);
  }
  const testPath = await batchFile(folder, 'val_data');
  if (testPath === undefined) return undefined;
  return { train: await readBatches(trainPaths), test: await readBatches([testPath]) };
}

async function readBatches(paths: readonly string[]): Promise<Dataset> {
  const parsed = [];
  for (const path of paths) parsed.push(parseImagenet64(await readFile(path), path));
  return imagenet64Dataset(parsed);
}

async function batchFile(folder: string, name: string): Promise<string | undefined> {
  for (const ending of ['', '.pickle', '.npz']) {
    const path = join(folder, name + ending);
    if ((await stat(path).catch(() => undefined))?.isFile()) return path;
  }
  return undefined;
}

async function fromFolders(folder: string): Promise<SplitDataset | undefined> {
  const [trainFolder, testFolder] = [join(folder, 'train'), join(folder, 'val')];
  for (const path of [trainFolder, testFolder]) {
    if (!(await stat(path).catch(() => undefined))?.isDirectory()) return undefined;
  }
  const name = 'imagenet64';
  const train = await fromFolder(trainFolder, { name });
  return { train, test: await fromFolder(testFolder, { name, classNames: train.classNames ?? [] }) };
}
