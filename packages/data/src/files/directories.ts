import { join } from 'node:path';
import envPaths from 'env-paths';

/** Names the directory that holds the datasets. */
export const DATA_DIR_VARIABLE = 'IBP_DATA_DIR';

/** Where datasets are kept when nothing else is said: the user's cache directory, by each system's custom. */
export const cacheDirectory = (): string => join(envPaths('ibp', { suffix: '' }).cache, 'data');

/** Where to look, first to last: the given directory alone, else that of the environment, else the cache. */
export function dataDirectories(directory?: string): readonly [string, ...string[]] {
  if (directory !== undefined) return [directory];
  const named = process.env[DATA_DIR_VARIABLE];
  return named ? [named, cacheDirectory()] : [cacheDirectory()];
}
