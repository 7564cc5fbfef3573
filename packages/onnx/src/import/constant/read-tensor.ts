import { fail, formatShape, type Shape, sizeOf } from '@ibp/core';
import { importLimits } from '../file/limits';
import type { TensorProto } from '../file/model';
import { type Constant, type ElementType, elementsOf, elementTypes } from './constant';
import { bfloat16, float16 } from './half';

/** The bytes of another file that holds data, by its name: `weights.bin`. */
export type External = (location: string) => Uint8Array;

const EXTERNAL = 1;

const sizes: { readonly [K in ElementType]: number } = {
  ...{ float32: 4, float64: 8, float16: 2, bfloat16: 2, bool: 1 },
  ...{ uint8: 1, int8: 1, uint16: 2, int16: 2, uint32: 4, int32: 4, uint64: 8, int64: 8 },
};

const safe = (value: bigint): number => {
  const n = Number(value);
  return Number.isSafeInteger(n) ? n : n * Number.POSITIVE_INFINITY;
};

/** One element of raw data, which is little-endian. */
const elements: { readonly [K in ElementType]: (view: DataView, at: number) => number } = {
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
  float16: (view, at) => float16(view.getUint16(at, true)),
  bfloat16: (view, at) => bfloat16(view.getUint16(at, true)),
  bool: (view, at) => Math.min(view.getUint8(at), 1),
  uint8: (view, at) => view.getUint8(at),
  int8: (view, at) => view.getInt8(at),
  uint16: (view, at) => view.getUint16(at, true),
  int16: (view, at) => view.getInt16(at, true),
  uint32: (view, at) => view.getUint32(at, true),
  int32: (view, at) => view.getInt32(at, true),
  uint64: (view, at) => safe(view.getBigUint64(at, true)),
  int64: (view, at) => safe(view.getBigInt64(at, true)),
};

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function readRaw(where: string, type: ElementType, shape: Shape, bytes: Uint8Array): Constant {
  const n = sizeOf(shape);
  const size = n * sizes[type];
  if (bytes.length !== size) {
    fail(where, `expected ${size} bytes of ${type} ${formatShape(shape)}, got ${bytes.length}`);
  }
  // a copy: the file's bytes need not lie where a Float32Array may begin; no slice, which of a Buffer is none
  if (type === 'float32' && littleEndian) {
    return { kind: 'constant', type, shape, data: new Float32Array(new Uint8Array(bytes).buffer) };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const data = elementsOf(type, n);
  for (let i = 0; i < n; i++) data[i] = elements[type](view, i * sizes[type]);
  return { kind: 'constant', type, shape, data };
}

/** The field that holds the elements of a type, where they are not raw, and what they are of its numbers. */
function readTyped(where: string, type: ElementType, shape: Shape, tensor: TensorProto): Constant {
  const [list, from] = ((): [readonly number[], (value: number) => number] => {
    if (type === 'float32') return [tensor.floatData, (v) => v];
    if (type === 'float64') return [tensor.doubleData, (v) => v];
    if (type === 'int64') return [tensor.int64Data, (v) => v];
    if (type === 'uint64' || type === 'uint32') return [tensor.uint64Data, (v) => v];
    if (type === 'float16') return [tensor.int32Data, float16];
    if (type === 'bfloat16') return [tensor.int32Data, bfloat16];
    return [tensor.int32Data, type === 'bool' ? (v) => (v ? 1 : 0) : (v) => v];
  })();
  const n = sizeOf(shape);
  if (list.length !== n) {
    fail(where, `expected ${n} elements of ${type} ${formatShape(shape)}, got ${list.length}`);
  }
  const data = elementsOf(type, n);
  for (let i = 0; i < n; i++) data[i] = from(list[i]!);
  return { kind: 'constant', type, shape, data };
}

/** Where the data of a tensor lie outside the file; undefined where they do not. */
export function externalPlace(where: string, { externalData, dataLocation }: TensorProto) {
  if (dataLocation !== EXTERNAL) return undefined;
  const entries = new Map(externalData.map(({ key, value }) => [key ?? '', value ?? '']));
  const location = entries.get('location') ?? '';
  const [offset, length] = ['offset', 'length'].map((key) => {
    const text = entries.get(key);
    const n = text === undefined ? undefined : Number(text);
    if (n !== undefined && !(Number.isSafeInteger(n) && n >= 0)) {
      fail(where, `expected ${key} of its external data to be a whole number from 0, got ${clip(text!)}`);
    }
    return n;
  });
  if (location === '') fail(where, 'expected the location of its external data, got none');
  return { location, offset: offset ?? 0, length };
}

/** A name of a file in quotes, cut where it is long. */
export const clip = (text: string): string =>
  JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text);

/**
 * The constant that a file holds.
 *
 * @throws when its type is not of {@link elementTypes}, or its data are not of the size that its shape has.
 */
export function readTensor(where: string, tensor: TensorProto, external?: External): Constant {
  const { dims, dataType = 0, rawData } = tensor;
  const type = (elementTypes as { [type: number]: ElementType })[dataType];
  if (!type) fail(where, `expected float, whole number or bool elements, got data type ${dataType}`);
  const shape = assertDims(where, dims);
  const place = externalPlace(where, tensor);
  if (!place) {
    return rawData ? readRaw(where, type, shape, rawData) : readTyped(where, type, shape, tensor);
  }
  const { location, offset, length = sizeOf(shape) * sizes[type] } = place;
  if (!external)
    return fail(where, `expected the bytes of ${clip(location)}, which holds its data, got none`);
  const file = external(location);
  if (offset + length > file.length) {
    fail(where, `expected ${offset + length} bytes in ${clip(location)}, got ${file.length}`);
  }
  return readRaw(where, type, shape, file.subarray(offset, offset + length));
}

/** A shape that comes from a file or was computed: whole numbers from 0, of no more elements than there may be. */
export function assertDims(where: string, dims: readonly number[]): Shape {
  const { rank, elements } = importLimits;
  if (dims.length > rank) fail(where, `expected at most ${rank} axes, got ${dims.length}`);
  if (!dims.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    fail(where, `expected a shape of whole numbers from 0, got ${formatShape(dims)}`);
  }
  if (sizeOf(dims) > elements) fail(where, `expected at most ${elements} elements, got ${formatShape(dims)}`);
  return [...dims];
}
