import { fail, formatShape, type Shape, sizeOf } from '@ibp/core';

/** Types of elements by their number in a file (TensorProto.DataType); those left out are refused. */
export const elementTypes = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
  16: 'bfloat16',
} as const;

export type ElementType = (typeof elementTypes)[keyof typeof elementTypes];

/**
 * A tensor whose values are known: weights, shapes, indices. Whole numbers are numbers (infinite beyond 2^53), booleans 0
 * and 1. The data are never written to, and may be a file's own bytes.
 */
export type Constant = {
  readonly kind: 'constant';
  readonly type: ElementType;
  readonly shape: Shape;
  readonly data: Float32Array | Float64Array;
};

export const isFloat = (type: ElementType): boolean =>
  type === 'float32' || type === 'float64' || type === 'float16' || type === 'bfloat16';

/** Memory for elements of a type: whole numbers need float64. */
export const elementsOf = (type: ElementType, size: number): Float32Array | Float64Array =>
  isFloat(type) && type !== 'float64' ? new Float32Array(size) : new Float64Array(size);

export function constant(
  type: ElementType,
  shape: Shape,
  data: Float32Array | Float64Array | readonly number[],
): Constant {
  if (data.length !== sizeOf(shape)) {
    fail('onnx', `expected ${sizeOf(shape)} elements of ${formatShape(shape)}, got ${data.length}`);
  }
  if (!Array.isArray(data)) return { kind: 'constant', type, shape, data: data as Float32Array };
  const own = elementsOf(type, data.length);
  own.set(data);
  return { kind: 'constant', type, shape, data: own };
}

/** Whole numbers as a list, as shapes and axes are given. */
export const ints = (values: readonly number[]): Constant => constant('int64', [values.length], values);

/** As the network holds its weights: what float64 has and float32 has not is rounded to the nearest. */
export const asFloat32 = (data: Float32Array | Float64Array): Float32Array =>
  data instanceof Float32Array ? data : Float32Array.from(data);
