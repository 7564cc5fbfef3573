import { dataError } from '../core/data-error';

/** What a .mat file holds. */
export type Numbers =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** What a .npy file or a pickle holds. */
export type NdData = Numbers | BigInt64Array | BigUint64Array;

/** A NumPy array in C order (the last index runs fastest). */
export type NdArray = { readonly shape: readonly number[]; readonly data: NdData };

const TYPES: Record<string, { new (buffer: ArrayBuffer): NdData; readonly BYTES_PER_ELEMENT: number }> = {
  i1: Int8Array,
  u1: Uint8Array,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
  i8: BigInt64Array,
  u8: BigUint64Array,
  f4: Float32Array,
  f8: Float64Array,
};

/** As many as NumPy's own arrays may have. */
const MOST_DIMENSIONS = 64;

const isSize = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** Whether a value of a file, which may be anything, is an array. */
export function isNdArray(value: unknown): value is NdArray {
  const { shape, data } = (value ?? {}) as Partial<NdArray>;
  return (
    ArrayBuffer.isView(data) && Array.isArray(shape) && shape.length <= MOST_DIMENSIONS && shape.every(isSize)
  );
}

/**
 * Reads raw values as an array.
 * @param dtype NumPy's type code without the byte order, e.g. `u1`
 * @throws DataError on another type or a length that does not fit the shape
 */
export function ndarray(bytes: Uint8Array, dtype: string, shape: readonly number[], where: string): NdArray {
  if (shape.length > MOST_DIMENSIONS || !shape.every(isSize)) {
    // what is no number may be anything, and a text of it for ever in the making
    const got = `[${shape.slice(0, MOST_DIMENSIONS).map((size) => (typeof size === 'number' ? size : typeof size))}]`;
    throw dataError(where, `expected a shape of at most ${MOST_DIMENSIONS} whole numbers, got ${got}`);
  }
  const Type = TYPES[dtype];
  if (!Type) throw dataError(where, `expected numbers (${Object.keys(TYPES).join(', ')}), got type ${dtype}`);
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (bytes.length !== size * Type.BYTES_PER_ELEMENT) {
    const expected = size * Type.BYTES_PER_ELEMENT;
    throw dataError(where, `expected ${expected} bytes for shape [${shape}], got ${bytes.length}`);
  }
  if (dtype === 'u1') return { shape, data: bytes };
  // copied, since typed arrays must start at a multiple of their element's size (slice of a Buffer copies not)
  return { shape, data: new Type(new Uint8Array(bytes).buffer) };
}
