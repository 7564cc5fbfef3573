import { lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail } from '@ibp/core';
import * as v from 'valibot';
import { hashPattern, sha256 } from '../campaign/hash';

/** Files of a folder and of the folders in it, by their names: `weights/model.json`. */
export type FolderFiles = ReadonlyMap<string, Uint8Array>;

const part = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;
/** One folder deep at most, and nothing hidden: what a file of others says never leaves the folder that it is written to. */
const isName = (name: string): boolean =>
  name.split('/').length <= 2 && name.split('/').every((one) => part.test(one));

const where = 'files of a run';
const headSchema = v.strictObject({
  format: v.literal('ibp-folder'),
  version: v.literal(1),
  files: v.array(
    v.strictObject({
      name: v.pipe(v.string(), v.check(isName, 'expected the name of a file in its folder')),
      size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    }),
  ),
  sha256: v.pipe(v.string(), v.regex(hashPattern)),
});

/** Files as one: a line of JSON with their names and sizes, then their contents. */
export function encodeFiles(files: FolderFiles): Uint8Array {
  const names = [...files.keys()].sort();
  const body = Buffer.concat(names.map((name) => files.get(name)!));
  const list = names.map((name) => ({ name, size: files.get(name)!.length }));
  const head = { format: 'ibp-folder', version: 1, files: list, sha256: sha256(body) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]);
}

/**
 * The files that {@link encodeFiles} made one.
 *
 * @throws when it is damaged, or a name would lead out of the folder.
 */
export function decodeFiles(bytes: Uint8Array): FolderFiles {
  const end = bytes.indexOf(10);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes.subarray(0, Math.max(0, end))));
  } catch {
    fail(where, 'expected a line of JSON at first, got something else');
  }
  const head = v.safeParse(headSchema, value, { abortEarly: true });
  if (!head.success) {
    const [issue] = head.issues;
    return fail(where, `${v.getDotPath(issue) ?? 'value'}: ${issue.message}`);
  }
  const { files, sha256: expected } = head.output;
  const body = bytes.subarray(end + 1);
  const size = files.reduce((sum, one) => sum + one.size, 0);
  if (size !== body.length || sha256(body) !== expected) {
    fail(where, `expected ${size} bytes of the hash ${expected}, got ${body.length} of another`);
  }
  let at = 0;
  return new Map(
    files.map(({ name, size }) => {
      at += size;
      return [name, body.subarray(at - size, at)];
    }),
  );
}

/** The files of a folder; not what locks them, nor links. */
export async function readFiles(folder: string): Promise<FolderFiles> {
  const files = new Map<string, Uint8Array>();
  for (const entry of await readdir(folder, { recursive: true })) {
    const name = entry.replaceAll('\\', '/');
    if (!isName(name) || name.endsWith('.lock') || name.endsWith('.tmp')) continue;
    if (!(await lstat(join(folder, entry))).isFile()) continue;
    files.set(name, await readFile(join(folder, entry)));
  }
  return files;
}

/** Writes files into a folder, over those of the same names. */
export async function writeFiles(folder: string, files: FolderFiles): Promise<void> {
  for (const [name, bytes] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
}
