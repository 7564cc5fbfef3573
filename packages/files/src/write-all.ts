import type { FileHandle } from 'node:fs/promises';

/**
 * Writes every byte: a nearly full disk takes a part of what it is given and says no more than how much.
 *
 * @throws what the write after a short one throws, `ENOSPC` for one.
 */
export async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at);
    if (bytesWritten <= 0) throw new Error(`only ${at} of ${bytes.length} bytes were taken`);
    at += bytesWritten;
  }
}

/** Text as UTF-8; bytes as they are. */
export const bytesOf = (data: Uint8Array | string): Uint8Array =>
  typeof data === 'string' ? new TextEncoder().encode(data) : data;
