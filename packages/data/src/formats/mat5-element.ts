import { dataError } from '../core/data-error';
import type { Numbers } from './ndarray';

/** One tagged piece of a .mat file. */
export type Element = { readonly type: number; readonly data: Uint8Array };

const COMPRESSED = 15;

/** The elements from `start` to the end: an 8-byte tag (type, length) and padded data, or both in 8 bytes. */
export function* elements(bytes: Uint8Array, start: number, where: string): Generator<Element, void, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = start; at < bytes.length; ) {
    if (at + 8 > bytes.length) throw dataError(where, `expected an 8-byte tag at ${at}, the file ends first`);
    const tag = view.getUint32(at, true);
    const short = tag >>> 16;
    const from = short ? at + 4 : at + 8;
    const length = short || view.getUint32(at + 4, true);
    const type = tag & 0xffff;
    if (from + length > bytes.length) {
      throw dataError(where, `expected ${length} bytes at ${from}, the file ends at ${bytes.length}`);
    }
    yield { type, data: bytes.subarray(from, from + length) };
    // compressed elements alone are not padded to 8 bytes
    at = short ? at + 8 : from + (type === COMPRESSED ? length : Math.ceil(length / 8) * 8);
  }
}

const NUMBER_TYPES: Record<
  number,
  { new (buffer: ArrayBuffer): Numbers; readonly BYTES_PER_ELEMENT: number }
> = {
  1: Int8Array,
  2: Uint8Array,
  3: Int16Array,
  4: Uint16Array,
  5: Int32Array,
  6: Uint32Array,
  7: Float32Array,
  9: Float64Array,
};

/** The values of a numeric element; bytes are not copied. */
export function numbers({ type, data }: Element, where: string): Numbers {
  if (type === 2) return data;
  const Type = NUMBER_TYPES[type];
  if (!Type) throw dataError(where, `expected numbers of 8 to 32 bits or doubles, got data type ${type}`);
  if (data.length % Type.BYTES_PER_ELEMENT !== 0) {
    throw dataError(where, `expected a multiple of ${Type.BYTES_PER_ELEMENT} bytes, got ${data.length}`);
  }
  // copied, since typed arrays must start at a multiple of their element's size (slice of a Buffer copies not)
  return new Type(new Uint8Array(data).buffer);
}

/** A name: MATLAB's have at most 63 letters. */
export const text = ({ data }: Element): string => new TextDecoder().decode(data.subarray(0, 63));
