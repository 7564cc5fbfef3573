import * as tf from '@tensorflow/tfjs-core';
import { axesOf, axisByAxis } from './axis-by-axis';
import { composedKernel, type KernelPatch, runKernel } from './patch';

type Attrs = { readonly paddings: readonly (readonly [number, number])[]; readonly constantValue: number };

/**
 * A border of NaN, which the wasm backend's own kernel leaves as it finds the memory, and one of a tensor with more axes
 * than the backend takes.
 */
export const pad = (mostAxes: number): KernelPatch =>
  composedKernel<{ x: tf.Tensor }, Attrs>('PadV2', ({ x }, attrs, stock) => {
    const isNaNs = Number.isNaN(attrs.constantValue) && x.dtype === 'float32';
    if (!stock || (!isNaNs && x.rank <= mostAxes)) return undefined;
    const padded = (t: tf.Tensor, constantValue: number) =>
      t.rank <= mostAxes
        ? runKernel(stock, { x: t }, { ...attrs, constantValue })
        : padByAxes(t, { ...attrs, constantValue }, stock);
    if (!isNaNs) return padded(x, attrs.constantValue);
    const inside = tf.cast(padded(tf.onesLike(x), 0), 'bool');
    return tf.where(inside, padded(x, 0), tf.fill(inside.shape, Number.NaN));
  });

const padByAxes = (x: tf.Tensor, { paddings, constantValue }: Attrs, stock: tf.KernelFunc): tf.Tensor =>
  axisByAxis(
    x,
    axesOf(x, (axis) => paddings[axis]!.some((width) => width > 0)),
    (three, axis) =>
      runKernel(stock, { x: three }, { paddings: [[0, 0], paddings[axis], [0, 0]], constantValue }),
  );
