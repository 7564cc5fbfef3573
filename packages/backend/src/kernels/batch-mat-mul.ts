import * as tf from '@tensorflow/tfjs-core';
import { broadcastMatMul, type MatMulAttrs, type MatMulInputs } from './broadcast-mat-mul';
import { composedKernel, runKernel } from './patch';
import { guardRightHandSide } from './rhs-guard';
import { simdMatMul } from './simd/mat-mul';

/** x as `[batch, rows, columns]`, transposed where asked. */
function matrices(x: tf.Tensor, transposed: boolean): tf.Tensor<tf.Rank.R3> {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const batch = tf.util.sizeFromShape(x.shape.slice(0, -2));
  const matrix = tf.reshape<tf.Rank.R3>(x, [batch, rows, columns]);
  return transposed ? tf.transpose(matrix, [0, 2, 1]) : matrix;
}

/**
 * The matrix product in the one form that is fast on wasm: no transpose flags, one right-hand side. The
 * flags become explicit transposes and a batch of left-hand sides is stacked into one tall matrix. The
 * right-hand side is guarded, see rhs-guard.ts. A batch of right-hand sides is left to the backend, whose
 * kernel caches nothing there.
 */
export const batchMatMul = composedKernel<MatMulInputs, MatMulAttrs>(
  'BatchMatMul',
  ({ a, b }, attrs, stock) => {
    const { transposeA, transposeB } = attrs;
    const oneRightHandSide = tf.util.sizeFromShape(b.shape.slice(0, -2)) === 1;
    if (!stock) return undefined;
    const computed = simdMatMul(a, b, attrs);
    if (computed) return computed;
    if (!oneRightHandSide) return broadcastMatMul({ a, b }, attrs, stock);
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
    const left = matrices(a, transposeA);
    const right = guardRightHandSide(matrices(b, transposeB));
    const [batch, rows, inner] = left.shape;
    if (inner !== right.shape[1]) return undefined; // for the backend's error
    const product = runKernel(
      stock,
      { a: tf.reshape(left, [1, batch * rows, inner]), b: right },
      { transposeA: false, transposeB: false },
    );
    const outer = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    return tf.reshape(product, [...outer, rows, right.shape[2]]);
  },
);
