import { fail } from '@ibp/core';
import { Gunzip } from 'fflate';
import { importLimits } from './limits';

/** What deflate can make of one byte at most (RFC 1951: 258 bytes of two bits). */
const mostOfAByte = 1032;
const chunk = 2 ** 16;

/** Whether bytes begin as a gzip file does; no ONNX file begins so. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Unpacks a gzip file into memory of the size that its end states, which is checked against its length first.
 *
 * @throws when the file is damaged, or states another size than it has or more than {@link importLimits} allow.
 */
export function gunzip(where: string, bytes: Uint8Array): Uint8Array {
  const problem = (what: string) => fail(where, `expected a gzip file, got one ${what}`);
  if (bytes.length < 18) problem('that is cut off');
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(bytes.length - 4, true);
  if (size > importLimits.bytes) problem(`of ${size} bytes, more than ${importLimits.bytes}`);
  if (size > bytes.length * mostOfAByte) problem(`that states ${size} bytes`);
  const whole = new Uint8Array(size);
  let at = 0;
  const unpack = new Gunzip((part) => {
    if (at + part.length > size) throw new Error(`more than the ${size} bytes that it states`);
    whole.set(part, at);
    at += part.length;
  });
  try {
    for (let start = 0; start < bytes.length; start += chunk) {
      unpack.push(bytes.subarray(start, start + chunk), start + chunk >= bytes.length);
    }
  } catch (error) {
    problem(`that cannot be unpacked: ${(error as Error).message}`);
  }
  if (at !== size) problem(`of ${at} bytes that states ${size}`);
  return whole;
}
