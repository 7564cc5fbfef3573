import { constants, copyFile, link } from 'node:fs/promises';
import { stageFile } from './stage-file';
import { removeLeftOvers } from './temporary';
import { writeError } from './write-error';

/**
 * Replaces a file, or makes it and its folder. A kill at any moment, or a full disk, leaves the old one or the new one, whole;
 * when this returns, the new one is on the disk. What killed saves of it have left is removed.
 *
 * @throws naming the file and the bytes it needs when they cannot all be written: the file is as it was.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { writeWhole } from '@ibp/files';
 *
 * await writeWhole('results/errors.json', '{ "testError": 0.03 }');
 * console.log(await readFile('results/errors.json', 'utf8')); // { "testError": 0.03 }
 * ```
 */
export async function writeWhole(path: string, data: Uint8Array | string): Promise<void> {
  const staged = await stageFile(path, data);
  await staged.commit();
  await removeLeftOvers(path);
}

/** What a file system says that has no links. */
const noLinks: readonly unknown[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/**
 * Makes a file with its content at once, unless there is one: of many processes that try, one succeeds.
 *
 * @returns whether it did.
 * @throws as {@link writeWhole} does.
 */
export async function writeNew(path: string, data: Uint8Array | string): Promise<boolean> {
  const staged = await stageFile(path, data);
  try {
    await link(staged.temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (!noLinks.includes(error.code)) throw error;
      return copyFile(staged.temporary, path, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw writeError(path, data.length, error);
  } finally {
    await staged.discard();
    await removeLeftOvers(path);
  }
}
