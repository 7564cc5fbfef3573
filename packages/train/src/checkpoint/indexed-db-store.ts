import { get, set } from 'idb-keyval';
import type { CheckpointStore } from './store';

/** A checkpoint in a browser's IndexedDB, whose transactions are atomic. */
export function indexedDbStore(name: string): CheckpointStore {
  const key = `ibp-checkpoint:${name}`;
  return { name: key, load: () => get<Uint8Array>(key), save: (bytes) => set(key, bytes) };
}
