import * as tf from '@tensorflow/tfjs-core';
import type { KernelPatch } from './patch';
import type { HeapBackend } from './slice';

/** Repeats each of `count` blocks at the start of an array, the last one first: none lies where an earlier one goes. */
function repeatBlocks(target: Float32Array, count: number, length: number, times: number): void {
  for (let i = count - 1; i >= 0; i--) {
    const [from, to] = [i * length * times, (i + 1) * length * times];
    target.copyWithin(from, i * length, (i + 1) * length);
    if (length === 1) target.fill(target[from]!, from, to);
    // what is there already, twice as much each time
    else
      for (let n = length; n < to - from; n *= 2)
        target.copyWithin(from + n, from, from + Math.min(n, to - from - n));
  }
}

/** Repetition along axes, in blocks: the wasm backend's own kernel finds the place of each number anew. */
export const tile: KernelPatch = {
  kernelName: 'Tile',
  make: (stock) => (params) => {
    const x = params.inputs.x!;
    const { reps } = params.attrs as unknown as { readonly reps: readonly number[] };
    const size = tf.util.sizeFromShape(x.shape);
    if (x.dtype === 'string' || size === 0 || reps.includes(0)) return stock!(params);
    const wasm = params.backend as HeapBackend;
    const output = wasm.makeOutput(
      x.shape.map((n, axis) => n * reps[axis]!),
      x.dtype,
    );
    const target = wasm.typedArrayFromHeap(output);
    target.set(wasm.typedArrayFromHeap(x));
    let length = 1;
    for (let axis = x.shape.length - 1; axis >= 0; axis--) {
      length *= x.shape[axis]!;
      const times = reps[axis]!;
      if (times > 1) repeatBlocks(target, tf.util.sizeFromShape(x.shape.slice(0, axis)), length, times);
      length *= times;
    }
    return output;
  },
};
