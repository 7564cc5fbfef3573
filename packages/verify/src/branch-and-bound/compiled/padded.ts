import type { EngineInputs, EngineOutputs, HostArray } from '@ibp/layers';

/** How many of up to `most` a function is compiled for: few sizes, since each is compiled for. */
export const roomFor = (count: number, most: number): number =>
  [16, 4, 1].map((by) => Math.ceil(most / by)).find((size) => size >= count) ?? count;

/** A power of two. */
export const roundedUp = (count: number): number => 2 ** Math.ceil(Math.log2(count));

export const floats = (shape: readonly number[], data: Float32Array): HostArray => ({
  dtype: 'float32',
  shape: [...shape],
  data,
});

/** Rows `[count, ...]` and the last of them again up to `room`. */
export function padded(data: Float32Array, count: number, room: number): Float32Array {
  if (count === room) return data;
  const size = data.length / count;
  const all = new Float32Array(room * size);
  all.set(data);
  for (let i = count; i < room; i++) all.copyWithin(i * size, (count - 1) * size, count * size);
  return all;
}

export const read = (outputs: EngineOutputs, name: string) => outputs[name]!.data as Float32Array;

export const prefixed = (prefix: string, all: EngineInputs): EngineInputs =>
  Object.fromEntries(Object.entries(all).map(([name, x]) => [`${prefix}_${name}`, x]));
