import { constants } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fail } from '@ibp/core';
import { writeWhole } from '@ibp/files';
import { assertSize, nameOf, type Store } from './store';

const absent = (error: NodeJS.ErrnoException): undefined => {
  if (error.code === 'ENOENT') return undefined;
  throw error;
};

/** A store in a folder, which machines share. What lies there in place of a file, such as a link to another one, is not read. */
export function folderStore(folder: string): Store {
  const where = resolve(folder);
  return {
    where,
    read: async (kind, hash, most) => {
      const name = nameOf(kind, hash);
      // a link is not followed, and a pipe not waited for
      const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
      const file = await open(join(where, name), flags).catch((error: NodeJS.ErrnoException) =>
        error.code === 'ELOOP' ? fail('store', `expected a file at ${name}, got a link`) : absent(error),
      );
      if (!file) return undefined;
      try {
        const found = await file.stat();
        if (!found.isFile()) fail('store', `expected a file at ${name}, got something else`);
        assertSize(name, found.size, most);
        return await file.readFile();
      } finally {
        await file.close();
      }
    },
    write: async (kind, hash, bytes) => writeWhole(join(where, nameOf(kind, hash)), bytes),
    has: async (kind, hash) => (await stat(join(where, nameOf(kind, hash))).catch(absent)) !== undefined,
    remove: async (kind, hash) => rm(join(where, nameOf(kind, hash)), { recursive: true, force: true }),
  };
}
