import { dataError } from '../core/data-error';
import type { SplitDataset } from '../core/dataset';
import { gunzip } from '../formats/gzip';
import { untar } from '../formats/tar';

/** Files by name. */
export type Files = Readonly<Record<string, Uint8Array>>;

/**
 * All there is to say about a public dataset. To add one: a file with such a value beside this one, and a
 * line in `registry.ts`.
 */
export type DatasetSource = {
  readonly name: string;
  /** Folders of a data directory it is looked for in; downloads go to the first. */
  readonly folders: readonly string[];
  /** Addresses ending in `/` to which a file's name is added, tried in order. */
  readonly mirrors: readonly string[];
  /** The files as distributed. */
  readonly downloads: readonly { readonly name: string; readonly md5: string }[];
  /** The files `split` needs, once decompressed and unpacked. */
  readonly needs: readonly string[];
  /** Bytes that a file of it may unpack to, 2^28 (268,435,456) unless given. */
  readonly limit?: number;
  /** Makes the dataset of the `needs`. */
  readonly split: (files: Files) => SplitDataset;
};

/**
 * A public dataset from the bytes of its files (in a browser: fetched or dropped by the user), as distributed
 * or already decompressed or unpacked. Keys are the official file names, with or without `.gz`.
 * @throws DataError when a file is missing or damaged
 */
export function splitFromFiles(source: DatasetSource, files: Files): SplitDataset {
  const unpacked: Record<string, Uint8Array> = {};
  for (const [given, bytes] of Object.entries(files)) {
    const name = withoutGz(given);
    const content = gunzip(bytes, `${source.name}: ${given}`, source.limit);
    if (name.endsWith('.tar')) Object.assign(unpacked, untar(content, `${source.name}: ${given}`));
    else unpacked[name] = content;
  }
  const missing = source.needs.filter((name) => !unpacked[name]);
  if (missing.length > 0) {
    throw dataError(source.name, `expected ${source.needs.join(', ')}; missing ${missing.join(', ')}`);
  }
  return source.split(unpacked);
}

export const withoutGz = (name: string): string => name.replace(/\.gz$/, '');
