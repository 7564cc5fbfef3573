import * as tf from '@tensorflow/tfjs-core';

/** `x [..., m]` times `matrix [m, n]`: one plain matrix product, whatever the rank of `x`. */
export function dotLastAxis(x: tf.Tensor, matrix: tf.Tensor): tf.Tensor {
  const [m, n] = matrix.shape as [number, number];
  if (x.rank === 2) return tf.matMul(x as tf.Tensor2D, matrix as tf.Tensor2D);
  return tf.tidy(() => {
    const flat = tf.reshape(x, [-1, m]) as tf.Tensor2D;
    return tf.reshape(tf.matMul(flat, matrix as tf.Tensor2D), [...x.shape.slice(0, -1), n]);
  });
}
