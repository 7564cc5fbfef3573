import { Unzlib } from 'fflate';
import { adler32 } from './adler32';
import { decompress } from './decompress';

/**
 * The content of zlib data, its checksum tested (RFC 1950).
 *
 * @throws when it is cut off, damaged, or unpacks to more than `limit` bytes
 */
export function unzlib(bytes: Uint8Array, limit: number): Uint8Array {
  const content = decompress((take) => new Unzlib(take), bytes, limit);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(bytes.length - 4) !== adler32(content)) throw new Error('its checksum is another');
  return content;
}
