import { type FileHandle, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { temporaryFor } from './temporary';
import { bytesOf, writeAll } from './write-all';
import { writeError } from './write-error';

/** The new content of a file, whole and on the disk beside the old one. */
export type StagedFile = {
  readonly temporary: string;
  /** Puts it in the old one's place; nothing else can fail for want of room. */
  readonly commit: () => Promise<void>;
  readonly discard: () => Promise<void>;
};

/**
 * Writes what is to replace a file beside it, in a folder that is made if need be. Where `path` is a link, what it links to
 * is replaced; mode and owner stay.
 *
 * @throws naming the file and the bytes it needs when they cannot all be written: the file is as it was.
 */
export async function stageFile(path: string, data: Uint8Array | string): Promise<StagedFile> {
  const bytes = bytesOf(data);
  let temporary: string | undefined;
  const discard = async () => {
    if (temporary !== undefined) await rm(temporary, { force: true });
  };
  try {
    await mkdir(dirname(path), { recursive: true });
    const target = await realpath(path).catch(() => path);
    temporary = temporaryFor(target);
    const handle = await open(temporary, 'wx');
    try {
      await writeAll(handle, bytes);
      await keepAccess(handle, target);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { temporary, discard, commit: () => commit(temporary!, target, bytes.length) };
  } catch (error) {
    await discard();
    throw writeError(path, bytes.length, error);
  }
}

async function commit(temporary: string, target: string, size: number): Promise<void> {
  try {
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeError(target, size, error);
  }
  await syncFolder(dirname(target));
}

async function keepAccess(handle: FileHandle, target: string): Promise<void> {
  const old = await stat(target).catch(() => undefined);
  if (!old) return;
  await handle.chmod(old.mode & 0o7777);
  // only root may give files away
  await handle.chown(old.uid, old.gid).catch(() => undefined);
}

/** What a rename did is on the disk only with its folder, which not every system can sync: then it is there soon. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
