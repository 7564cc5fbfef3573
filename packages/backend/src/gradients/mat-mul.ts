import * as tf from '@tensorflow/tfjs-core';

/** Sums a `[...batch, rows, columns]` gradient over the batch axes along which `shape` was broadcast. */
function sumToShape(gradient: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, shape);
}

/** The batch moved into the rows: `[...batch, rows, columns]` to `[batch * rows, columns]`. */
const stacked = (x: tf.Tensor, transposed: boolean) => {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const matrices = tf.reshape(x, [-1, rows, columns]) as tf.Tensor3D;
  return transposed
    ? tf.reshape(tf.transpose(matrices, [0, 2, 1]), [-1, rows])
    : tf.reshape(matrices, [-1, columns]);
};

/**
 * The gradient of a matrix product whose batch axes may be broadcast; tfjs's own gives the broadcast
 * factor a gradient of the wrong shape. With one right-hand side its gradient is a single product over
 * the batch and the rows together.
 */
export const matMul: tf.GradConfig = {
  kernelName: 'BatchMatMul',
  inputsToSave: ['a', 'b'],
  gradFunc: (gradient, saved, attrs) => {
    const dy = gradient as tf.Tensor;
    const [a, b] = saved as [tf.Tensor, tf.Tensor];
    const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
    return {
      a: () =>
        sumToShape(
          transposeA ? tf.matMul(b, dy, transposeB, true) : tf.matMul(dy, b, false, !transposeB),
          a.shape,
        ),
      b: () => {
        const oneRightHandSide = tf.util.sizeFromShape(b.shape.slice(0, -2)) === 1;
        if (!oneRightHandSide) {
          const db = transposeB ? tf.matMul(dy, a, true, transposeA) : tf.matMul(a, dy, !transposeA, false);
          return sumToShape(db, b.shape);
        }
        const left = stacked(a, transposeA);
        const right = stacked(dy, false);
        const db = transposeB ? tf.matMul(right, left, true) : tf.matMul(left, right, true);
        return tf.reshape(db, b.shape);
      },
    };
  },
};
