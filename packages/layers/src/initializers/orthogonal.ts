import * as tf from '@tensorflow/tfjs-core';
import { inverseCholesky } from './cholesky';
import { fanIn, type Initializer } from './initializer';
import { gaussian } from './normal';

const { abs, max, min } = Math; // locals, as in cholesky.ts

/**
 * Orthonormal columns (or rows, where there are fewer of them), uniform over all such matrices (Saxe et al. 2014);
 * the paper's initialiser. A kernel is taken as the matrix `[fanIn, units]`.
 */
export const orthogonal =
  (gain = 1): Initializer =>
  (shape, seed) =>
    tf.tidy(() => {
      const rows = fanIn(shape);
      const columns = shape.at(-1)!;
      const [long, short] = rows >= columns ? [rows, columns] : [columns, rows];
      const q = orthonormalColumns(gaussian([long, short], 1, seed) as tf.Tensor2D);
      return tf.reshape(tf.mul(rows >= columns ? q : tf.transpose(q), gain), [...shape]);
    });

/**
 * Cholesky QR: `A := A R^-1` with `R^T R = A^T A`. All the work in the long dimension is a matrix product, which a
 * backend does well; a Householder QR of the large model's 32768 x 512 kernel would take minutes.
 *
 * A pass leaves an error of `condition(A)^2` roundings. A Gaussian matrix 16 times as long as wide has a squared
 * condition of 3, so that one pass does; one twice as long has 34, and the second pass starts from nearly 1. A
 * square one may be as bad as float32 goes: its first Gram matrix is shifted so that it has a Cholesky factor
 * (Fukaya et al. 2020), and the passes go on until the columns are orthonormal.
 */
function orthonormalColumns(a: tf.Tensor2D): tf.Tensor2D {
  const [long, n] = a.shape;
  const next = (q: tf.Tensor2D, gram: Float64Array): tf.Tensor2D =>
    tf.matMul(q, tf.tensor2d(inverseCholesky(gram, n), [n, n]));
  if (long >= 2 * n) {
    const once = next(a, gramMatrix(a));
    return long >= 16 * n ? once : next(once, gramMatrix(once));
  }
  const gram = gramMatrix(a);
  shiftDiagonal(gram, n, long);
  let q = next(a, gram);
  for (let pass = 1; pass < 6; pass++) {
    const closer = gramMatrix(q);
    if (departure(closer, n) < 1e-6) break;
    q = next(q, closer);
  }
  return q;
}

/** `A^T A`, by blocks of rows that are added up in float64: in float32 a long sum would lose three digits. */
function gramMatrix(a: tf.Tensor2D): Float64Array {
  const [long, n] = a.shape;
  const sum = new Float64Array(n * n);
  for (let row = 0; row < long; row += 2048) {
    const gram = tf.tidy(() => {
      const block = tf.slice(a, [row, 0], [min(long - row, 2048), n]);
      return tf.matMul(tf.transpose(block), block);
    });
    const values = gram.dataSync();
    gram.dispose();
    for (let i = 0; i < sum.length; i++) sum[i]! += values[i]!;
  }
  return sum;
}

/** Adds what rounding in float32 may have taken from the least eigenvalue. */
function shiftDiagonal(gram: Float64Array, n: number, long: number): void {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += gram[i * n + i]!;
  const unitRoundoff = 2 ** -24;
  for (let i = 0; i < n; i++) gram[i * n + i]! += 11 * (long + n) * unitRoundoff * (trace / n);
}

/** The greatest element of `|G - I|`. */
function departure(gram: Float64Array, n: number): number {
  return gram.reduce((worst, g, i) => max(worst, abs(i % (n + 1) === 0 ? g - 1 : g)), 0);
}
