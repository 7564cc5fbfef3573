import * as v from 'valibot';
import { base64ToBytes, bytesToBase64 } from './base64';

/**
 * Numbers as text: little-endian, in base64; float32 where all of them are, float64 else. A stranger reads them with a
 * base64 decoder alone, and to the last bit.
 */
export const packedSchema = v.union([
  v.strictObject({ float32: v.string() }),
  v.strictObject({ float64: v.string() }),
]);

export type Packed = v.InferOutput<typeof packedSchema>;

/** Numbers as `packedSchema` has them: `{ float32 }` or `{ float64 }`, whichever keeps every bit in less. */
export function packNumbers(numbers: ArrayLike<number>): Packed {
  let [float32, i] = [true, 0];
  for (; float32 && i < numbers.length; i++) float32 = Object.is(Math.fround(numbers[i]!), numbers[i]!);
  const size = float32 ? 4 : 8;
  const view = new DataView(new ArrayBuffer(size * numbers.length));
  for (i = 0; i < numbers.length; i++) {
    if (float32) view.setFloat32(4 * i, numbers[i]!, true);
    else view.setFloat64(8 * i, numbers[i]!, true);
  }
  const base64 = bytesToBase64(new Uint8Array(view.buffer));
  return float32 ? { float32: base64 } : { float64: base64 };
}

/** What {@link packNumbers} wrote; `undefined` for anything else. */
export function unpackNumbers(packed: Packed): Float64Array | undefined {
  const [text, size] = 'float32' in packed ? [packed.float32, 4] : [packed.float64, 8];
  const bytes = base64ToBytes(text);
  if (!bytes || bytes.length % size !== 0) return undefined;
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / size }, (_, i) =>
    size === 4 ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true),
  );
}
