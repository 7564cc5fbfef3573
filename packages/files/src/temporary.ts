import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ownerToken, readToken, stateOf, thisProcess } from './owner';

/** A file beside `path` for what is being written, that names the process which writes. */
export const temporaryFor = (path: string): string =>
  `${path}.${ownerToken(thisProcess())}.${randomBytes(4).toString('hex')}.tmp`;

/** What comes after the name of the file itself. */
const suffix = /^\.([0-9a-f-]+)\.[0-9a-f]{8}\.tmp$/;
const day = 24 * 3600 * 1000;

/** The files that {@link temporaryFor} named and that are still there: of saves under way, and of killed ones. */
export async function temporaries(
  path: string,
): Promise<{ readonly file: string; readonly token: string }[]> {
  const [folder, name] = [dirname(path), basename(path)];
  const names = (await readdir(folder)).filter((other) => other.startsWith(name));
  return names.flatMap((other) => {
    const token = suffix.exec(other.slice(name.length))?.[1];
    return token === undefined ? [] : [{ file: join(folder, other), token }];
  });
}

/**
 * Removes what saves of `path` that were killed have left; those of other machines, which cannot be asked, when they are
 * a day older than the file now there.
 *
 * @returns whether another save of it is under way.
 */
export async function removeLeftOvers(path: string): Promise<boolean> {
  let underWay = false;
  for (const { file, token } of await temporaries(path)) {
    const owner = readToken(token);
    const state = owner ? stateOf(owner) : 'unknown';
    const ended = state === 'ended' || (state === 'unknown' && (await isOlder(file, path)));
    if (ended) await rm(file, { force: true });
    else underWay = true;
  }
  return underWay;
}

async function isOlder(file: string, than: string): Promise<boolean> {
  const [left, current] = await Promise.all([file, than].map((path) => stat(path).catch(() => undefined)));
  return left !== undefined && current !== undefined && current.mtimeMs - left.mtimeMs > day;
}
