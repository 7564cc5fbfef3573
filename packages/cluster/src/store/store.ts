import { fail } from '@ibp/core';
import { hashPattern } from '../campaign/hash';

/** What a store holds: files by their content, and results by the ids of their cases. */
export type StoreKind = 'files' | 'results';

/** Where all machines of a campaign read and write: a shared folder, or S3. Names are hashes alone, so nothing lies outside it. */
export type Store = {
  /** Without secrets, for messages. */
  readonly where: string;
  /** Undefined where there is none. */
  readonly read: (kind: StoreKind, hash: string) => Promise<Uint8Array | undefined>;
  /** Whole or not at all. */
  readonly write: (kind: StoreKind, hash: string, bytes: Uint8Array) => Promise<void>;
  readonly has: (kind: StoreKind, hash: string) => Promise<boolean>;
  readonly remove: (kind: StoreKind, hash: string) => Promise<void>;
};

/** `files/ab/abcd...`: in 256 folders, as some file systems are slow with many names in one. */
export function nameOf(kind: StoreKind, hash: string): string {
  if (!hashPattern.test(hash))
    fail('store', `expected a SHA-256 in hexadecimal, got ${JSON.stringify(hash)}`);
  return `${kind}/${hash.slice(0, 2)}/${hash}`;
}
