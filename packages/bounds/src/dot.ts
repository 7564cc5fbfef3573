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

/** The longest sum that {@link dotInChunks} leaves to the backend. */
const chunk = 1024;

/** How many additions the longest chain in {@link dotInChunks} has, for sums of `m` products. */
export const chunkedTerms = (m: number): number => Math.min(m, chunk) + Math.ceil(m / chunk);

/**
 * {@link dotLastAxis} as a sum of shorter products: what float32 may lose grows with the longest chain of additions, and
 * the flattened image before a dense layer would make that thousands.
 */
export function dotInChunks(x: tf.Tensor, matrix: tf.Tensor): tf.Tensor {
  const [m, n] = matrix.shape as [number, number];
  if (m <= chunk) return dotLastAxis(x, matrix);
  return tf.tidy(() => {
    const sizes = Array.from({ length: Math.ceil(m / chunk) }, (_, i) => Math.min(chunk, m - i * chunk));
    const rows = tf.split(matrix as tf.Tensor2D, sizes, 0);
    const columns = tf.split(tf.reshape(x, [-1, m]) as tf.Tensor2D, sizes, 1);
    const products = columns.map((part, i) => tf.matMul(part, rows[i]!));
    return tf.reshape(tf.addN(products), [...x.shape.slice(0, -1), n]);
  });
}
