import { Gunzip } from 'fflate';
import { dataError } from '../core/data-error';
import { crc32 } from './crc32';
import { DEFAULT_LIMIT, decompress, LimitError } from './decompress';

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * The content of a gzip file, its checksum and length tested; bytes that are not gzip come back as they are.
 *
 * @param limit bytes that it may unpack to.
 * @throws DataError when the file is cut off, damaged, or unpacks to more
 */
export function gunzip(bytes: Uint8Array, where = 'gunzip', limit: number = DEFAULT_LIMIT): Uint8Array {
  if (!isGzip(bytes)) return bytes;
  try {
    return unpack(bytes, limit);
  } catch (cause) {
    if (cause instanceof LimitError) throw dataError(where, cause.message);
    throw dataError(where, `expected a whole gzip file, got a damaged one (${message(cause)})`, cause);
  }
}

/** Each of the members that a file may have ends with the CRC-32 and the length of its content (RFC 1952). */
function unpack(bytes: Uint8Array, limit: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [sum, length] = [0, 0];
  const endMember = (end: number) => {
    if (end < 18) throw new Error('unexpected EOF');
    if (view.getUint32(end - 8, true) !== sum) throw new Error('its CRC-32 is another');
    if (view.getUint32(end - 4, true) !== length % 2 ** 32) throw new Error('its length is another');
    [sum, length] = [0, 0];
  };
  const content = decompress(
    (take) => {
      const stream = new Gunzip((part) => {
        take(part);
        sum = crc32(part, sum);
        length += part.length;
      });
      stream.onmember = endMember;
      return stream;
    },
    bytes,
    limit,
  );
  endMember(bytes.length);
  return content;
}

/** What an error says, also one made in another frame, worker or test realm. */
export const message = (cause: unknown): string =>
  (cause as { message?: string } | undefined)?.message ?? String(cause);
