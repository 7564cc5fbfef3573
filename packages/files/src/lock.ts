import { randomUUID } from 'node:crypto';
import { mkdir, readFile, realpath, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { type Owner, ownerToken, readToken, stateOf, thisProcess } from './owner';
import { filesError } from './write-error';
import { writeNew } from './write-whole';

// Written here because proper-lockfile believes a lock dead that was not touched for a while, as when its process computes
// without a pause, and of two processes that find a dead one lets both remove it, the second the lock of the first.

/** Lets the file go; once is enough. */
export type Release = () => Promise<void>;

/**
 * Keeps a file, which need not be there yet, for this call alone, in a file `<path>.lock` beside it. It names the process,
 * so that the lock of a killed one, or of one from before the machine was started, is no hindrance.
 *
 * @throws when another has it, in this process or another, naming which; also when it cannot be told whether that
 * process, of another machine or container, has ended.
 */
export async function lock(path: string): Promise<Release> {
  await mkdir(dirname(path), { recursive: true });
  const target = await realpath(path).catch(() => path);
  return acquire(target, `${target}.lock`);
}

async function acquire(target: string, file: string): Promise<Release> {
  const text = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    process: ownerToken(thisProcess()),
    call: randomUUID(),
  });
  while (!(await writeNew(file, text))) {
    const held = await read(file);
    if (held === undefined) continue;
    if (held.owner === undefined || stateOf(held.owner) !== 'ended') throw heldError(target, file, held);
    // one process at a time, which looks again: else of two that saw a dead lock, one could remove the other's live one
    const release = await acquire(target, `${file}.break`);
    if ((await read(file))?.text === held.text) await rm(file, { force: true });
    await release();
  }
  return async () => {
    if ((await read(file))?.text === text) await rm(file, { force: true });
  };
}

type Held = { readonly text: string; readonly owner?: Owner; readonly pid?: number; readonly host?: string };

/** Undefined where there is none any more. */
async function read(file: string): Promise<Held | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { process: token, pid, host } = JSON.parse(text);
    const owner = readToken(token);
    return owner ? { text, owner, pid, host } : { text };
  } catch {
    return { text };
  }
}

function heldError(target: string, file: string, { owner, pid, host }: Held): Error {
  const who = owner ? `process ${pid} on ${host}` : 'a process that its lock does not name';
  return filesError(
    'lock',
    `expected one process at a time to use ${target}, got ${who} at work on it; if that has ended, remove ${file}`,
  );
}
