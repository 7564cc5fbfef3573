import * as tf from '@tensorflow/tfjs-core';

/**
 * An op that treats each axis by itself, one axis after the other: `of` is given x as `[before, n, after]`, and may
 * change n. So a kernel for three axes serves any number of them.
 */
export const axisByAxis = (
  x: tf.Tensor,
  axes: readonly number[],
  of: (x: tf.Tensor3D, axis: number) => tf.Tensor,
): tf.Tensor =>
  axes.reduce(
    (y, axis) => {
      const [before, after] = [y.shape.slice(0, axis), y.shape.slice(axis + 1)];
      const size = tf.util.sizeFromShape;
      const z = of(tf.reshape(y, [size(before), y.shape[axis]!, size(after)]), axis);
      return tf.reshape(z, [...before, z.shape[1]!, ...after]);
    },
    tf.reshape(x, x.shape),
  ); // another tensor than x, where there is no axis

/** The numbers of the axes of x for which something holds. */
export const axesOf = ({ rank }: tf.Tensor, holds: (axis: number) => boolean): number[] =>
  Array.from({ length: rank }, (_, axis) => axis).filter(holds);
