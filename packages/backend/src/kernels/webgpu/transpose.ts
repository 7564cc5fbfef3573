import * as tf from '@tensorflow/tfjs-core';
import { composedKernel } from '../patch';

/** What the backend's own kernel takes. */
const mostAxes = 6;

/**
 * The backend's own shader of three axes and more is no valid one for int32 and bool: these go as float32, in which the
 * backend computes all numbers anyway. More than six axes go to their places one after the other.
 */
export const transpose = composedKernel<{ x: tf.Tensor }, { perm: readonly number[] }>(
  'Transpose',
  ({ x }, { perm }, stock) => {
    if (!stock) return undefined;
    if (x.dtype === 'int32' || x.dtype === 'bool') {
      return tf.cast(tf.transpose(tf.cast(x, 'float32'), [...perm]), x.dtype);
    }
    return perm.length <= mostAxes ? undefined : moveAxes(x, perm);
  },
);

/** Each move is a transpose of `[placed, skipped, axis, rest]`. */
function moveAxes(x: tf.Tensor, perm: readonly number[]): tf.Tensor {
  const order = perm.map((_, axis) => axis);
  const shape = () => order.map((axis) => x.shape[axis]!);
  let y = tf.reshape(x, [-1]);
  perm.forEach((axis, place) => {
    const at = order.indexOf(axis);
    const parts = [
      shape().slice(0, place),
      shape().slice(place, at),
      [x.shape[axis]!],
      shape().slice(at + 1),
    ];
    if (at > place) y = tf.transpose(tf.reshape(y, parts.map(tf.util.sizeFromShape)), [0, 2, 1, 3]) as never;
    order.splice(place, 0, ...order.splice(at, 1));
  });
  return tf.reshape(y, shape());
}
