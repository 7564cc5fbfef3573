import { fail } from '@ibp/core';
import { hashPattern } from '../campaign/hash';

/** What a store holds: files by their content; results, and checkpoints of what is under way, by the ids of cases and runs. */
export type StoreKind = 'files' | 'results' | 'checkpoints';

/** Where all machines of a campaign read and write: a shared folder, or S3. Names are hashes alone, so nothing lies outside it. */
export type Store = {
  /** Without secrets, for messages. */
  readonly where: string;
  /**
   * Undefined where there is none.
   *
   * @param most bytes; what has more is not read.
   * @throws where it has more, or something else than a file is there.
   */
  readonly read: (kind: StoreKind, hash: string, most?: number) => Promise<Uint8Array | undefined>;
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

/** The most bytes of what workers bring: more is not read, as whoever collects would have no room for it. */
export const mostOfWorkers = 2 ** 28;

/** @throws where something has more bytes than it may. */
export function assertSize(name: string, size: number, most = Number.POSITIVE_INFINITY): void {
  if (size > most) fail('store', `expected at most ${most} bytes at ${name}, got ${size}`);
}
