import * as tf from '@tensorflow/tfjs-core';
import type { KernelPatch } from './patch';
import type { HeapBackend } from './slice';

/** Copies of fewer numbers are quicker one by one. */
const short = 32;

/** An array of the heap as a view of all of it, whole numbers of the same width, so that no NaN changes: and where it begins. */
function inHeap({ buffer, byteOffset, BYTES_PER_ELEMENT }: Float32Array): {
  readonly heap: Int32Array | Uint8Array;
  readonly start: number;
} {
  const heap = BYTES_PER_ELEMENT === 4 ? new Int32Array(buffer) : new Uint8Array(buffer);
  return { heap, start: byteOffset / BYTES_PER_ELEMENT };
}

function assertInside(indices: Float32Array, length: number): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (!(index >= 0 && index < length))
      throw new Error(`GatherV2: the index value ${index} is not in [0, ${length - 1}]`);
  }
}

/**
 * Slices taken by number along an axis, for each batch its own. The wasm backend's own kernel misreads a batch (of three rows,
 * it takes the second row's indices wrongly), and finds the place of each number of a slice anew.
 */
export const gather: KernelPatch = {
  kernelName: 'GatherV2',
  make: (stock) => (params) => {
    const x = params.inputs.x as tf.Tensor;
    const indices = params.inputs.indices as tf.Tensor;
    if (x.dtype === 'string') return stock!(params);
    const attrs = params.attrs as unknown as { readonly axis: number; readonly batchDims: number };
    const axis = tf.util.parseAxisParam(attrs.axis, x.shape)[0]!;
    const { collectGatherOpShapeInfo } = tf.backend_util.segment_util;
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } = collectGatherOpShapeInfo(
      x,
      indices,
      axis,
      attrs.batchDims,
    );
    const wasm = params.backend as HeapBackend;
    assertInside(wasm.typedArrayFromHeap(indices), dimSize);
    const output = wasm.makeOutput(outputShape, x.dtype);
    if (tf.util.sizeFromShape(outputShape) === 0) return output;
    // views of the heap, made after the output, which may have moved it
    const { heap, start } = inHeap(wasm.typedArrayFromHeap(x));
    const numbers = wasm.typedArrayFromHeap(indices);
    const perBatch = numbers.length / batchSize;
    let to = inHeap(wasm.typedArrayFromHeap(output)).start;
    for (let block = 0; block < batchSize * outerSize; block++) {
      const from = start + block * dimSize * sliceSize;
      const first = Math.floor(block / outerSize) * perBatch;
      for (let i = first; i < first + perBatch; i++) {
        const at = from + numbers[i]! * sliceSize;
        if (sliceSize >= short) heap.copyWithin(to, at, at + sliceSize);
        else for (let j = 0; j < sliceSize; j++) heap[to + j] = heap[at + j]!;
        to += sliceSize;
      }
    }
    return output;
  },
};
