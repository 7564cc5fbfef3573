import * as tf from '@tensorflow/tfjs-core';
import { mostAxes } from './few-axes';
import { composedKernel, runKernel } from './patch';

type Attrs = { readonly paddings: readonly (readonly [number, number])[]; readonly constantValue: number };

/**
 * A border of NaN, which the wasm backend's own kernel leaves as it finds the memory, and one of a tensor with more axes
 * than it takes.
 */
export const pad = composedKernel<{ x: tf.Tensor }, Attrs>('PadV2', ({ x }, attrs, stock) => {
  const isNaNs = Number.isNaN(attrs.constantValue) && x.dtype === 'float32';
  if (!stock || (!isNaNs && x.rank <= mostAxes)) return undefined;
  const padded = (t: tf.Tensor, constantValue: number) =>
    t.rank <= mostAxes
      ? runKernel(stock, { x: t }, { ...attrs, constantValue })
      : axisByAxis(t, attrs.paddings, (u, paddings) =>
          runKernel(stock, { x: u }, { paddings, constantValue }),
        );
  if (!isNaNs) return padded(x, attrs.constantValue);
  const inside = tf.cast(padded(tf.onesLike(x), 0), 'bool');
  return tf.where(inside, padded(x, 0), tf.fill(inside.shape, Number.NaN));
});

/** One axis after the other, as the second of three. */
function axisByAxis(
  x: tf.Tensor,
  paddings: Attrs['paddings'],
  pad: (x: tf.Tensor, paddings: Attrs['paddings']) => tf.Tensor,
): tf.Tensor {
  return paddings.reduce(
    (t, [before, behind], axis) => {
      if (before === 0 && behind === 0) return t;
      const { shape } = t;
      const sizes = [shape.slice(0, axis), shape.slice(axis + 1)].map(tf.util.sizeFromShape) as [
        number,
        number,
      ];
      const three = tf.reshape(t, [sizes[0], shape[axis]!, sizes[1]]);
      const padded = pad(three, [
        [0, 0],
        [before, behind],
        [0, 0],
      ]);
      return tf.reshape(padded, shape.with(axis, shape[axis]! + before + behind));
    },
    tf.reshape(x, x.shape),
  );
}
