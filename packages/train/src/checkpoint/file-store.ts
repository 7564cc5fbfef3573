import { readFile } from 'node:fs/promises';
import { lock, writeWhole } from '@ibp/files';
import type { CheckpointStore } from './store';

/**
 * A checkpoint in a file, written beside it, flushed and renamed: a kill at any moment, or a full disk, leaves a whole one.
 * While a run uses it, `<path>.lock` keeps others out.
 */
export function fileStore(path: string): CheckpointStore {
  return {
    name: path,
    load: async () => {
      try {
        return new Uint8Array(await readFile(path));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    save: (bytes) => writeWhole(path, bytes),
    lock: () => lock(path),
  };
}
