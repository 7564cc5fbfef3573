import { sizeOf } from '@ibp/core';
import type { OnnxRuntime, OnnxSession } from '../runtime/onnx-runtime';
import { float16, float16Bits } from './constant/half';
import type { FileInput } from './graph/boundary';

/** A file in onnxruntime, and what it takes and gives. */
export type FileSession = {
  readonly runtime: OnnxRuntime;
  readonly session: OnnxSession;
  readonly inputs: readonly FileInput[];
  readonly outputs: readonly string[];
};

/** The outputs of a file, one after the other, of inputs one after the other. */
export async function runFile(
  { runtime, session, inputs, outputs }: FileSession,
  x: Float32Array,
): Promise<number[]> {
  let at = 0;
  const feeds = Object.fromEntries(
    inputs.map(({ name, type, shape }) => {
      const part = x.subarray(at, at + sizeOf(shape));
      at += part.length;
      return [name, new runtime.Tensor(type as 'float32', arrayOf(type, part) as Float32Array, shape)];
    }),
  );
  const results = await session.run(feeds, outputs);
  return outputs.flatMap((name) => numbersOf(results[name]!.data));
}

/** Half precision comes as its bits. */
const numbersOf = (data: unknown): number[] =>
  data instanceof Uint16Array ? Array.from(data, float16) : Array.from(data as ArrayLike<number>, Number);

const arrayOf = (type: FileInput['type'], part: Float32Array): ArrayBufferView => {
  if (type === 'float64') return Float64Array.from(part);
  return type === 'float16' ? Uint16Array.from(part, float16Bits) : part.slice();
};
