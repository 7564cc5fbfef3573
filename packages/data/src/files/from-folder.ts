import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { dataError } from '../core/data-error';
import type { Dataset } from '../core/dataset';
import { fromArrays } from '../core/from-arrays';
import { message } from '../formats/gzip';
import { decodeImage, IMAGE_FILE } from './decode-image';

export type FolderOptions = {
  /** 3 for colour (default), 1 for grey. */
  readonly channels?: 1 | 3;
  readonly name?: string;
  /**
   * The class of each label, each the name of a subfolder. Default: all subfolders in alphabetical order.
   * Give the training set's `classNames` when reading its test set, so that labels agree even where a class
   * has no test image.
   */
  readonly classNames?: readonly string[];
};

/**
 * A folder of PNG and JPEG images of one size, with a subfolder for each class. Files of other kinds are
 * passed over. Images come sorted by class: `holdOut` and `trainingBatch` shuffle.
 * @throws DataError when the folder is missing or holds no images, a class is unknown, an
 *   image is damaged, or sizes differ
 */
export async function fromFolder(folder: string, options: FolderOptions = {}): Promise<Dataset> {
  const { channels = 3, name = basename(folder) } = options;
  const found = await subfolders(folder);
  const classNames = options.classNames ?? found;
  const unknown = found.filter((className) => !classNames.includes(className));
  if (unknown.length > 0)
    throw dataError(folder, `expected the classes of classNames, got ${unknown.join(', ')}`);
  const files: { readonly path: string; readonly label: number }[] = [];
  for (const [label, className] of classNames.entries()) {
    if (!found.includes(className)) continue;
    for (const path of await imagesIn(join(folder, className))) files.push({ path, label });
  }
  if (files.length === 0)
    throw dataError(folder, 'expected subfolders (one a class) of .png or .jpg images, found none');
  const first = decodeImage(await readFile(files[0]!.path), channels, files[0]!.path);
  const images = new Uint8Array(files.length * first.pixels.length);
  for (const [i, { path }] of files.entries()) {
    const image = decodeImage(await readFile(path), channels, path);
    if (image.height !== first.height || image.width !== first.width) {
      const sizes = [first, image].map(({ height, width }) => `${height}x${width}`);
      throw dataError(path, `expected ${sizes[0]} pixels as in ${files[0]!.path}, got ${sizes[1]}`);
    }
    images.set(image.pixels, i * first.pixels.length);
  }
  const labels = Int32Array.from(files, ({ label }) => label);
  return fromArrays({ name, images, labels, shape: [first.height, first.width, channels], classNames });
}

async function subfolders(folder: string): Promise<string[]> {
  const entries = await list(folder);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function imagesIn(folder: string): Promise<string[]> {
  const names = (await list(folder)).map((entry) => entry.name).filter((name) => IMAGE_FILE.test(name));
  return names.sort().map((name) => join(folder, name));
}

async function list(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw dataError(folder, `expected a folder of images (${message(cause)})`, cause);
  }
}
