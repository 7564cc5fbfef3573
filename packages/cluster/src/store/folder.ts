import { readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeWhole } from '@ibp/files';
import { nameOf, type Store } from './store';

const absent = (error: NodeJS.ErrnoException): undefined => {
  if (error.code === 'ENOENT') return undefined;
  throw error;
};

/** A store in a folder, which machines share. */
export function folderStore(folder: string): Store {
  const where = resolve(folder);
  return {
    where,
    read: async (kind, hash) => readFile(join(where, nameOf(kind, hash))).catch(absent),
    write: async (kind, hash, bytes) => writeWhole(join(where, nameOf(kind, hash)), bytes),
    has: async (kind, hash) => (await stat(join(where, nameOf(kind, hash))).catch(absent)) !== undefined,
    remove: async (kind, hash) => rm(join(where, nameOf(kind, hash)), { force: true }),
  };
}
