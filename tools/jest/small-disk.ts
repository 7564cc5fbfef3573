import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder in which little more than `room` bytes fit. */
export type SmallDisk = { readonly folder: string; readonly close: () => void };
type Make = (room: number) => Promise<SmallDisk>;

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'ibp-small-disk-'));

/** A real file system in memory; only root may mount one. */
const mounted: Make = async (room) => {
  const folder = newFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${room}`, 'tmpfs', folder], { stdio: 'ignore' });
  return {
    folder,
    close: () => {
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    },
  };
};

/** What a nearly full disk does with writes to open files: a part of each, then ENOSPC, as `write(2)` does there. */
const standIn: Make = async (room) => {
  const folder = newFolder();
  writeFileSync(join(folder, 'probe'), '');
  const probe = await open(join(folder, 'probe'));
  const prototype = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  rmSync(join(folder, 'probe'));
  const write = prototype.write as (bytes: Uint8Array, at: number, length: number) => Promise<unknown>;
  const { truncate } = prototype;
  let left = room;
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const short = async function (this: FileHandle, bytes: Uint8Array, at: number, length: number) {
    if (left === 0) throw full;
    const taken = Math.min(left, Math.ceil(length / 2));
    left -= taken;
    return write.call(this, bytes, at, taken);
  };
  const free = async function (this: FileHandle, size: number) {
    left += (await this.stat()).size - size;
    return truncate.call(this, size);
  };
  Object.assign(prototype, { write: short, truncate: free });
  return {
    folder,
    close: () => {
      Object.assign(prototype, { write, truncate });
      rmSync(folder, { recursive: true });
    },
  };
};

/** Whether this process may mount. */
async function mayMount(): Promise<boolean> {
  try {
    (await mounted(4096)).close();
    return true;
  } catch {
    return false;
  }
}

/** Small disks for tests of what happens when one is full: a stand-in for it, and a real one where it may be mounted. */
export const diskKinds = ['stand-in', 'real'] as const;

/** A disk of that kind; the stand-in where none may be mounted. */
export const smallDisk = async (kind: (typeof diskKinds)[number], room: number): Promise<SmallDisk> =>
  kind === 'real' && (await mayMount()) ? mounted(room) : standIn(room);
