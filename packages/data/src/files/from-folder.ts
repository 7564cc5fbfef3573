import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { dataError } from '../core/data-error';
import type { Dataset } from '../core/dataset';
import { fromArrays } from '../core/from-arrays';
import { decodeImage, IMAGE_FILE } from './decode-image';
import { filesUnder, readDirectory } from './directory';

/** Options of `fromFolder`. */
export type FolderOptions = {
  /** 3 for colour (default), 1 for grey. */
  readonly channels?: 1 | 3;
  readonly name?: string;
  /**
   * The class of each label, each the name of a subfolder. Default: all subfolders in alphabetical order.
   * Give the training set's `classNames` when reading its test set, so that labels agree even where a class
   * has no folder there.
   */
  readonly classNames?: readonly string[];
};

/**
 * A folder of PNG and JPEG images of one size, with a subfolder for each class. Images may lie in folders in it; links are
 * followed. Files of other kinds are passed over, and what is hidden or named `__MACOSX`. Images come sorted by class:
 * `holdOut` and `trainingBatch` shuffle.
 * @throws DataError when the folder is missing or holds no images, a class is unknown or its folder holds none, an
 *   image is damaged, a link leads nowhere or to a folder that it lies in, or sizes differ
 */
export async function fromFolder(folder: string, options: FolderOptions = {}): Promise<Dataset> {
  const { channels = 3, name = basename(folder) } = options;
  const { folders: found } = await readDirectory(folder);
  const classNames = options.classNames ?? found;
  const unknown = found.filter((className) => !classNames.includes(className));
  if (unknown.length > 0)
    throw dataError(folder, `expected the classes of classNames, got ${unknown.join(', ')}`);
  const files: { readonly path: string; readonly label: number }[] = [];
  for (const [label, className] of classNames.entries()) {
    if (!found.includes(className)) continue;
    const images = (await filesUnder(join(folder, className))).filter((path) => IMAGE_FILE.test(path));
    if (images.length === 0) {
      throw dataError(join(folder, className), 'expected .png or .jpg images of a class, found none');
    }
    for (const path of images) files.push({ path, label });
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
