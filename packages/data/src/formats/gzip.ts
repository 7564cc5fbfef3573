import { gunzipSync } from 'fflate';
import { dataError } from '../core/data-error';

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * The content of a gzip file; bytes that are not gzip come back as they are.
 * @throws DataError when the file is cut off or damaged
 */
export function gunzip(bytes: Uint8Array, where = 'gunzip'): Uint8Array {
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw dataError(where, `expected a whole gzip file, got a damaged one (${message(cause)})`, cause);
  }
}

/** What an error says, also one made in another frame, worker or test realm. */
export const message = (cause: unknown): string =>
  (cause as { message?: string } | undefined)?.message ?? String(cause);
