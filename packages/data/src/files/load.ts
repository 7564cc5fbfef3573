import { dirname, join } from 'node:path';
import { dataError } from '../core/data-error';
import type { SplitDataset } from '../core/dataset';
import { type DatasetName, datasetSources } from '../datasets/registry';
import { type DatasetSource, splitFromFiles } from '../datasets/source';
import { message } from '../formats/gzip';
import { DATA_DIR_VARIABLE, dataDirectories } from './directories';
import { type DownloadOptions, download } from './download';
import { findAll, readAll } from './find-files';

/** Where the files of a dataset are, or come from. */
export type LoadOptions = DownloadOptions & {
  /** Holds the files or the dataset's own folder. Default: `IBP_DATA_DIR`, then the user's cache directory. */
  readonly directory?: string;
  /** Whether to download what is not found, default true. */
  readonly download?: boolean;
  /** Addresses ending in `/` in place of the official ones. */
  readonly mirrors?: readonly string[];
};

/** The `code` of the error where a dataset is not there at all, as Node's own errors have it. */
const NOT_FOUND = 'ENOENT';

/**
 * A public dataset from disk, downloaded first when it is not there.
 * @throws DataError that says how to fetch the files by hand, when they are neither found nor downloaded (with
 *   `code` ENOENT where `download` is false, so that a caller can look elsewhere); or
 *   that names the damaged file
 */
export async function loadSource(source: DatasetSource, options: LoadOptions = {}): Promise<SplitDataset> {
  const directories = dataDirectories(options.directory);
  const found = await findIn(source, directories);
  if (found) return read(source, found);
  if (options.download === false) {
    const where = `not found in ${directories.join(' or ')}`;
    const error = dataError(source.name, `${where}.\n${manualSteps(source, directories[0])}`);
    throw Object.assign(error, { code: NOT_FOUND });
  }
  const folder = join(directories[0], source.folders[0]!);
  const mirrors = options.mirrors ?? source.mirrors;
  for (const { name, md5 } of source.downloads) {
    if (await findAll(folder, [name])) continue;
    try {
      await download(
        mirrors.map((mirror) => mirror + name),
        join(folder, name),
        md5,
        options,
      );
    } catch (cause) {
      options.signal?.throwIfAborted();
      throw dataError(source.name, `${message(cause)}.\n${manualSteps(source, directories[0])}`, cause);
    }
  }
  const downloaded = await findIn(source, directories);
  if (!downloaded) throw dataError(source.name, `the files downloaded to ${folder} have disappeared`);
  return read(source, downloaded);
}

/** As `loadSource`, by name. */
export function loadDataset(name: DatasetName, options?: LoadOptions): Promise<SplitDataset> {
  const source = (datasetSources as Readonly<Record<string, DatasetSource>>)[name];
  if (!source) {
    throw dataError('loadDataset', `expected one of ${Object.keys(datasetSources).join(', ')}, got ${name}`);
  }
  return loadSource(source, options);
}

async function read(source: DatasetSource, paths: Readonly<Record<string, string>>): Promise<SplitDataset> {
  const files = await readAll(paths, source.limit);
  try {
    return splitFromFiles(source, files);
  } catch (cause) {
    // a parser knows names, not where they were found
    const folder = dirname(Object.values(paths)[0]!);
    throw dataError(folder, `${message(cause)}; a damaged file that is deleted is downloaded again`, cause);
  }
}

async function findIn({ folders, needs, downloads }: DatasetSource, directories: readonly string[]) {
  const names = downloads.map(({ name }) => name);
  for (const directory of directories) {
    for (const folder of [directory, ...folders.map((name) => join(directory, name))]) {
      const found = (await findAll(folder, needs)) ?? (await findAll(folder, names));
      if (found) return found;
    }
  }
  return undefined;
}

function manualSteps({ folders, downloads, mirrors }: DatasetSource, directory: string): string {
  const addresses = downloads.map(({ name }) => `  ${mirrors[0]}${name}`).join('\n');
  const folder = join(directory, folders[0]!);
  return `To fetch it by hand, save\n${addresses}\nin ${folder}, or in any directory named by the environment variable ${DATA_DIR_VARIABLE} or the option "directory".`;
}
