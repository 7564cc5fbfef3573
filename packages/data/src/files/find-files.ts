import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip as gunzipCallback } from 'node:zlib';
import { dataError } from '../core/data-error';
import { type Files, withoutGz } from '../datasets/source';
import { isGzip, message } from '../formats/gzip';

/** The paths of all of `names` in one folder, each as named, or with or without `.gz`; undefined unless all. */
export async function findAll(
  folder: string,
  names: readonly string[],
): Promise<Readonly<Record<string, string>> | undefined> {
  const paths: Record<string, string> = {};
  for (const name of names) {
    const path = await firstFile(
      [name, `${name}.gz`, withoutGz(name)].map((variant) => join(folder, variant)),
    );
    if (path === undefined) return undefined;
    paths[withoutGz(name)] = path;
  }
  return paths;
}

async function firstFile(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return path;
  }
  return undefined;
}

const gunzip = promisify(gunzipCallback);

/** Reads files, decompressed; unlike the portable way this checks the checksum inside the gzip. */
export async function readAll(paths: Readonly<Record<string, string>>): Promise<Files> {
  const files: Record<string, Uint8Array> = {};
  for (const [name, path] of Object.entries(paths)) {
    const bytes = await readFile(path);
    try {
      files[name] = isGzip(bytes) ? await gunzip(bytes) : bytes;
    } catch (cause) {
      throw dataError(path, `expected a whole gzip file, got a damaged one (${message(cause)})`, cause);
    }
  }
  return files;
}
