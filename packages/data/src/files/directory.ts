import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dataError } from '../core/data-error';
import { message } from '../formats/gzip';

/** What a folder holds, by name in alphabetical order; links are followed. */
export type Directory = { readonly folders: readonly string[]; readonly files: readonly string[] };

/** What systems leave behind: hidden ones, and the other half of what a Mac zipped. */
const isLeftBehind = (name: string): boolean => name.startsWith('.') || name === '__MACOSX';

/**
 * What lies in a folder. What systems leave behind is passed over.
 * @throws DataError when there is no such folder, or a link leads nowhere
 */
export async function readDirectory(folder: string): Promise<Directory> {
  const [folders, files]: [string[], string[]] = [[], []];
  for (const name of (await list(folder)).filter((name) => !isLeftBehind(name)).sort()) {
    const path = join(folder, name);
    const found = await stat(path).catch((cause) => {
      throw dataError(path, `expected a file or a folder, got a link to none (${message(cause)})`, cause);
    });
    if (found.isDirectory()) folders.push(name);
    else if (found.isFile()) files.push(name);
  }
  return { folders, files };
}

/**
 * The paths of all files in a folder and in the folders in it, a folder's own first.
 * @throws DataError as `readDirectory` does, and when a link leads to a folder that it lies in
 */
export async function filesUnder(folder: string, above: readonly string[] = []): Promise<string[]> {
  const real = await realpath(folder).catch(() => folder);
  if (above.includes(real))
    throw dataError(folder, `expected a folder, got a link to ${real}, which it lies in`);
  const { folders, files } = await readDirectory(folder);
  const paths = files.map((name) => join(folder, name));
  for (const name of folders) paths.push(...(await filesUnder(join(folder, name), [...above, real])));
  return paths;
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw dataError(folder, `expected a folder of images (${message(cause)})`, cause);
  }
}
