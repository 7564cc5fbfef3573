import { gunzipSync } from 'node:zlib';

/** The bytes of a file, unpacked where gzip packed it. @throws where that would be more than so many, or damaged. */
export const unpacked = (bytes: Uint8Array, mostBytes: number): Uint8Array =>
  bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: mostBytes }) : bytes;
