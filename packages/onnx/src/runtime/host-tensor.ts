import { assertShape, fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorSpec } from '../capture/capture';
import { sameShape, sizeOf } from '../graph/shapes';

/** A tensor as an array in JavaScript, bool as bytes. */
export type HostTensor = {
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
};

/** What a compiled function takes: a tensor of tfjs (read, not freed), an array with its shape, or a float32 number. */
export type Input = tf.Tensor | HostTensor | number;

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

export type NumericType = keyof typeof arrays;

export const emptyArray = (dtype: NumericType, shape: readonly number[]) => new arrays[dtype](sizeOf(shape));

export const specOf = (input: Input): Required<TensorSpec> => {
  if (typeof input === 'number') return { shape: [], dtype: 'float32' };
  return { shape: input.shape, dtype: input.dtype as NumericType };
};

/** A number as it is, another input as an array of its own type; a copy of what tfjs may change or free. */
export async function toHost(where: string, input: Input): Promise<HostTensor> {
  if (typeof input === 'number') return { dtype: 'float32', shape: [], data: Float32Array.of(input) };
  const { dtype, shape } = input as HostTensor;
  if (!(dtype in arrays)) fail(where, `expected float32, int32 or bool, got ${dtype}`);
  const data = input instanceof tf.Tensor ? arrays[dtype].from(await input.data()) : input.data;
  if (data.length !== sizeOf(shape)) assertShape(where, [data.length], [sizeOf(shape)]);
  return { dtype, shape, data };
}

/** A host tensor in tfjs, on the backend in use; the caller frees it. */
export const toTensor = ({ data, shape, dtype }: HostTensor): tf.Tensor =>
  tf.tensor(data.slice(), [...shape], dtype);

export const sameSpec = (a: TensorSpec, b: TensorSpec): boolean =>
  sameShape(a.shape, b.shape) && (a.dtype ?? 'float32') === (b.dtype ?? 'float32');
