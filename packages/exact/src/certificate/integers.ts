import * as v from 'valibot';
import { base64ToBytes, bytesToBase64 } from './base64';

/** Whole numbers from 0 as text: little-endian, in base64, in as many bytes as the greatest needs. */
export const packedIntegersSchema = v.union([
  v.strictObject({ uint8: v.string() }),
  v.strictObject({ uint16: v.string() }),
  v.strictObject({ uint32: v.string() }),
]);

export type PackedIntegers = v.InferOutput<typeof packedIntegersSchema>;

/** Numbers below 2^32 as {@link packedIntegersSchema} has them. */
export function packIntegers(numbers: Uint32Array): PackedIntegers {
  const greatest = numbers.reduce((a, b) => Math.max(a, b), 0);
  if (greatest < 2 ** 8) return { uint8: bytesToBase64(Uint8Array.from(numbers)) };
  const size = greatest < 2 ** 16 ? 2 : 4;
  const view = new DataView(new ArrayBuffer(size * numbers.length));
  for (const [i, value] of numbers.entries()) {
    if (size === 2) view.setUint16(2 * i, value, true);
    else view.setUint32(4 * i, value, true);
  }
  const base64 = bytesToBase64(new Uint8Array(view.buffer));
  return size === 2 ? { uint16: base64 } : { uint32: base64 };
}

/** What {@link packIntegers} wrote; `undefined` for anything else. */
export function unpackIntegers(packed: PackedIntegers): Uint32Array | undefined {
  const [size, text] =
    'uint8' in packed ? [1, packed.uint8] : 'uint16' in packed ? [2, packed.uint16] : [4, packed.uint32];
  const bytes = base64ToBytes(text);
  if (!bytes || bytes.length % size !== 0) return undefined;
  const view = new DataView(bytes.buffer);
  const read = (i: number): number =>
    size === 1 ? bytes[i]! : size === 2 ? view.getUint16(2 * i, true) : view.getUint32(4 * i, true);
  return Uint32Array.from({ length: bytes.length / size }, (_, i) => read(i));
}
