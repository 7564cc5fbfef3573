import * as tf from '@tensorflow/tfjs-core';
import { axesOf } from '../graph/shapes';
import { materialize, plain, type View } from '../graph/view';
import type { KernelRule } from './rule';
import { reshapeView, sliceView } from './shape';

export const slice: KernelRule = (b, { x }, { begin, size }) => {
  const [starts, sizes] = tf.slice_util.parseSliceParams({ shape: [...x!.shape] } as tf.Tensor, begin, size);
  return sliceView(
    b,
    x!,
    starts!,
    starts!.map((start, i) => start + sizes![i]!),
  );
};

export const stridedSlice: KernelRule = (b, { x }, attributes) => {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
  const info = tf.slice_util.sliceInfo(
    [...x!.shape],
    begin,
    end,
    strides,
    beginMask,
    endMask,
    ellipsisMask,
    newAxisMask,
    shrinkAxisMask,
  );
  return reshapeView(b, sliceView(b, x!, info.begin, info.end, info.strides), info.finalShape);
};

/** Equal parts of one axis, or parts of the sizes given (-1: what is left). */
export const split: KernelRule = (b, { x }, { numOrSizeSplits, axis }) => {
  const [along] = axesOf(axis, x!.shape.length) as [number];
  const sizes = tf.backend_util.prepareSplitSize(
    { shape: [...x!.shape] } as tf.Tensor,
    numOrSizeSplits,
    along,
  );
  let start = 0;
  return sizes.map((size) => {
    const starts = x!.shape.map((_, i) => (i === along ? start : 0));
    start += size;
    return sliceView(
      b,
      x!,
      starts,
      x!.shape.map((n, i) => (i === along ? start : n)),
    );
  });
};

export const unpack: KernelRule = (b, { value }, { axis }) => {
  const [along] = axesOf(axis, value!.shape.length) as [number];
  const ones = Array(value!.shape[along]!).fill(1);
  const parts = split(b, { x: value! }, { numOrSizeSplits: ones, axis: along }) as View[];
  const shape = value!.shape.filter((_, i) => i !== along);
  return parts.map((part) => reshapeView(b, part, shape));
};

export const reverse: KernelRule = (b, { x }, { dims }) => {
  const axes = axesOf(dims, x!.shape.length);
  if (axes.length === 0 || x!.shape.length === 0) return x!;
  const [from, to, by] = [-1, Number.MIN_SAFE_INTEGER, -1].map((n) => b.int64(axes.map(() => n))) as string[];
  const name = b.one('Slice', [materialize(b, x!), from!, to!, b.int64(axes), by!]);
  return plain(name, x!.dtype, x!.shape);
};

const pads = (paddings: readonly (readonly [number, number])[], shape: readonly number[]) => ({
  list: [...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)],
  shape: shape.map((n, i) => n + paddings[i]![0] + paddings[i]![1]),
});

export const pad: KernelRule = (b, { x }, { paddings, constantValue }) => {
  const { list, shape } = pads(paddings, x!.shape);
  const value = b.scalar(constantValue ?? 0, x!.dtype as 'float32');
  return plain(
    b.one('Pad', [materialize(b, x!), b.int64(list), value], { mode: 'constant' }),
    x!.dtype,
    shape,
  );
};

/** `symmetric` repeats the edge itself, which ONNX has no mode for: both are gathers along each axis. */
export const mirrorPad: KernelRule = (b, { x }, { paddings, mode }) => {
  const { shape } = pads(paddings, x!.shape);
  const offset = mode === 'reflect' ? 0 : 1;
  let name = materialize(b, x!);
  for (const [axis, n] of x!.shape.entries()) {
    const [before] = paddings[axis] as [number, number];
    if (shape[axis] === n) continue;
    const places = Int32Array.from({ length: shape[axis]! }, (_, i) => {
      const at = i - before;
      if (at < 0) return -at - offset;
      return at >= n ? 2 * (n - 1) - at + offset : at;
    });
    name = b.one('Gather', [name, b.constant('int32', [places.length], places)], { axis });
  }
  return plain(name, x!.dtype, shape);
};
