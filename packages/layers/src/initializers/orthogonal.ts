import * as tf from '@tensorflow/tfjs-core';
import { fanIn, type Initializer } from './initializer';

const unitRoundoff = 2 ** -24;

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
      const q = orthonormalColumns(tf.randomNormal([long, short], 0, 1, 'float32', seed) as tf.Tensor2D);
      return tf.reshape(tf.mul(rows >= columns ? q : tf.transpose(q), gain), [...shape]);
    });

/**
 * Shifted Cholesky QR (Fukaya et al. 2020), repeated until the columns are orthonormal: `A := A R^-1` with
 * `R^T R = A^T A`. All the work in the long dimension is a matrix product, which a backend does well; a
 * Householder QR of the large model's 32768 x 512 kernel would take minutes. The first pass shifts the Gram matrix so that a badly
 * conditioned square `A` has a Cholesky factor in float32.
 */
function orthonormalColumns(a: tf.Tensor2D): tf.Tensor2D {
  const [long, n] = a.shape;
  let q = a;
  for (let pass = 0; pass < 6; pass++) {
    const gram = tf.matMul(tf.transpose(q), q).dataSync();
    if (pass > 0 && departure(gram, n) < 1e-5) break;
    const trace = Array.from({ length: n }, (_, i) => gram[i * n + i]!).reduce((x, y) => x + y, 0);
    const shift = pass === 0 ? 11 * (long + n) * unitRoundoff * (trace / n) : 0;
    q = tf.matMul(q, tf.tensor2d(inverseCholesky(gram, n, shift), [n, n]));
  }
  return q;
}

/** The greatest element of `|G - I|`. */
function departure(gram: ArrayLike<number>, n: number): number {
  let worst = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) worst = Math.max(worst, Math.abs(gram[i * n + j]! - (i === j ? 1 : 0)));
  }
  return worst;
}

/** `R^-1`, upper triangular, for `R^T R = G + shift I`, in float64. */
function inverseCholesky(gram: ArrayLike<number>, n: number, shift: number): Float32Array {
  const l = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = gram[i * n + j]! + (i === j ? shift : 0);
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      l[i * n + j] = i === j ? Math.sqrt(sum) : sum / l[j * n + j]!;
    }
  }
  // column c of L^-1 by forward substitution, stored as row c of its transpose R^-1
  const inverse = new Float32Array(n * n);
  const column = new Float64Array(n);
  for (let c = 0; c < n; c++) {
    for (let i = c; i < n; i++) {
      let sum = i === c ? 1 : 0;
      for (let k = c; k < i; k++) sum -= l[i * n + k]! * column[k]!;
      column[i] = sum / l[i * n + i]!;
      inverse[c * n + i] = column[i]!;
    }
  }
  return inverse;
}
