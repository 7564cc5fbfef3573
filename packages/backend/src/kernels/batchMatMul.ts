import * as tf from '@tensorflow/tfjs-core';
import { composedKernel } from './patch';
import { guardRightHandSide } from './rhsGuard';

type Inputs = { a: tf.Tensor; b: tf.Tensor };
type Attrs = { transposeA: boolean; transposeB: boolean };

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
 * right-hand side is guarded, see rhsGuard.ts.
 */
export const batchMatMul = composedKernel<Inputs, Attrs>(
  'BatchMatMul',
  ({ a, b }, { transposeA, transposeB }, stock) => {
    if (!stock || a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
    const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const left = matrices(a, transposeA);
    const right = matrices(b, transposeB);
    const [rows, inner] = [left.shape[1], left.shape[2]];
    const columns = right.shape[2];
    if (inner !== right.shape[1]) return undefined;
    const shared = right.shape[0] === 1;
    const product = (lhs: tf.Tensor, rhs: tf.Tensor) =>
      stock({
        inputs: { a: lhs, b: guardRightHandSide(rhs) },
        attrs: { transposeA: false, transposeB: false },
        backend: tf.backend(),
      }) as tf.TensorInfo;
    const out = shared
      ? product(tf.reshape(left, [1, left.shape[0] * rows, inner]), right)
      : product(left, right);
    return tf.reshape(tf.engine().makeTensorFromTensorInfo(out), [...batch, rows, columns]);
  },
);
