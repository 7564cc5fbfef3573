import * as tf from '@tensorflow/tfjs-core';
import type { KernelPatch } from './patch';

/** What the wasm backend has beside the interface of backends. */
export type HeapBackend = {
  makeOutput(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo;
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
};

/** Copies of fewer numbers are quicker one by one. */
const short = 32;

/** Copies a box out of an array: axis by axis to the last that is not taken whole, and from there in one piece. */
function copyBox(
  source: Float32Array,
  shape: readonly number[],
  begin: readonly number[],
  size: readonly number[],
  target: Float32Array,
): void {
  const strides = shape.map((_, axis) => tf.util.sizeFromShape(shape.slice(axis + 1)));
  let last = shape.length - 1;
  while (last > 0 && size[last] === shape[last]) last--;
  const length = size[last]! * strides[last]!;
  let to = 0;
  const copy = (axis: number, from: number): void => {
    const start = from + begin[axis]! * strides[axis]!;
    if (axis < last) {
      for (let i = 0; i < size[axis]!; i++) copy(axis + 1, start + i * strides[axis]!);
    } else {
      if (length >= short) target.set(source.subarray(start, start + length), to);
      else for (let i = 0; i < length; i++) target[to + i] = source[start + i]!;
      to += length;
    }
  };
  copy(0, 0);
}

/** Part of a tensor, copied from where it lies: the wasm backend's own kernel copies the whole tensor first. */
export const slice: KernelPatch = {
  kernelName: 'Slice',
  make: (stock) => (params) => {
    const x = params.inputs.x!;
    if (x.dtype === 'string' || x.shape.length === 0) return stock!(params);
    const attrs = params.attrs as unknown as { begin: number[]; size: number[] };
    const [begin, size] = tf.slice_util.parseSliceParams(x as tf.Tensor, attrs.begin, attrs.size);
    const wasm = params.backend as HeapBackend;
    const out = wasm.makeOutput(size!, x.dtype);
    // views of the heap, made after the output, which may have moved it
    if (tf.util.sizeFromShape(size!) > 0) {
      copyBox(wasm.typedArrayFromHeap(x), x.shape, begin!, size!, wasm.typedArrayFromHeap(out));
    }
    return out;
  },
};

type SplitAttrs = { readonly numOrSizeSplits: number | number[]; readonly axis: number };

/** The backend's own kernel cuts with its own slices. */
export const split: KernelPatch = {
  kernelName: 'SplitV',
  make: () => (params) => {
    const { numOrSizeSplits, axis } = params.attrs as unknown as SplitAttrs;
    const x = params.inputs.x as tf.Tensor;
    const along = tf.util.parseAxisParam(axis, x.shape)[0]!;
    let start = 0;
    return tf.backend_util.prepareSplitSize(x, numOrSizeSplits, along).map((length) => {
      const begin = x.shape.map((_, i) => (i === along ? start : 0));
      const size = x.shape.map((n, i) => (i === along ? length : n));
      start += length;
      return tf.engine().runKernel<tf.Tensor>('Slice', { x }, { begin, size });
    });
  },
};
