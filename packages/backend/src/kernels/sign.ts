import type { KernelPatch } from './patch';
import { simdOf } from './simd/simd';
import type { HeapBackend } from './slice';

/**
 * 1 above 0, -1 below, and 0 for NaN, as on the cpu backend. The wasm backend's own kernel has 0 for all that is nearer to 0 than 1.2e-7:
 * sign steps of an attack stood still where gradients are small.
 */
export const sign: KernelPatch = {
  kernelName: 'Sign',
  make: (stock) => (params) => {
    const x = params.inputs.x!;
    if (x.dtype !== 'float32') return stock!(params);
    const wasm = params.backend as HeapBackend;
    const output = wasm.makeOutput(x.shape, x.dtype);
    const [from, to] = [wasm.typedArrayFromHeap(x), wasm.typedArrayFromHeap(output)];
    const simd = simdOf(params.backend);
    const blocks = simd ? 4 * Math.floor(to.length / 4) : 0;
    if (blocks > 0) simd!.passes.signs(from.byteOffset, to.byteOffset, 4 * blocks);
    for (let i = blocks; i < to.length; i++) to[i] = Number(from[i]! > 0) - Number(from[i]! < 0);
    return output;
  },
};
