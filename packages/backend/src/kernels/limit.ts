import * as tf from '@tensorflow/tfjs-core';
import type { KernelPatch } from './patch';
import { simdOf } from './simd/simd';
import type { HeapBackend } from './slice';

/**
 * The larger, or smaller, of each number of a tensor and one number, as the wasm backend's own kernel has it, NaN included: `a` where
 * they do not compare. That one goes number by number, and takes ten times as long.
 */
export const limit = (kernelName: 'Maximum' | 'Minimum'): KernelPatch => ({
  kernelName,
  make: (stock) => (params) => {
    const [a, b] = [params.inputs.a!, params.inputs.b!];
    const isNumber = tf.util.sizeFromShape(b.shape) === 1 && b.shape.length <= a.shape.length;
    const size = tf.util.sizeFromShape(a.shape);
    const simd =
      isNumber && size > 0 && size % 4 === 0 && a.dtype === 'float32' && b.dtype === 'float32'
        ? simdOf(params.backend)
        : undefined;
    if (!simd) return stock!(params);
    const wasm = params.backend as HeapBackend;
    const output = wasm.makeOutput(a.shape, 'float32');
    const { atLeast, atMost } = simd.passes;
    const pass = kernelName === 'Maximum' ? atLeast : atMost;
    pass(simd.at(a), simd.at(output), size * 4, wasm.typedArrayFromHeap(b)[0]!);
    return output;
  },
});
