import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { CheckpointStore } from './store';

/** A checkpoint in a file, written beside it, flushed and renamed: a kill at any moment leaves a whole one. */
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
    save: async (bytes) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFileAtomic(path, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    },
  };
}
