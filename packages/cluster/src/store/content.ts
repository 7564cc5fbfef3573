import { fail } from '@ibp/core';
import { sha256 } from '../campaign/hash';
import type { Store } from './store';

/** Keeps a file under the hash of its content, which it gives; one that is there is not written again. */
export async function putFile(store: Store, content: Uint8Array | string): Promise<string> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const hash = sha256(bytes);
  if (!(await store.has('files', hash))) await store.write('files', hash, bytes);
  return hash;
}

/**
 * The file of this content.
 *
 * @param what for messages: `a network`.
 * @param most bytes; what has more is not read.
 * @throws naming it and the store when it is not there, or is not what its name says.
 */
export async function getFile(store: Store, hash: string, what: string, most?: number): Promise<Uint8Array> {
  const bytes = await store.read('files', hash, most);
  if (!bytes) return fail('store', `expected ${what} ${hash} in ${store.where}, got none`);
  const found = sha256(bytes);
  if (found !== hash)
    fail('store', `expected ${what} ${hash} in ${store.where}, got other content, ${found}`);
  return bytes;
}
