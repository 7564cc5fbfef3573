import * as tf from '@tensorflow/tfjs-core';
import { composedKernel, runKernel } from './patch';

export type MatMulInputs = { readonly a: tf.Tensor; readonly b: tf.Tensor };
export type MatMulAttrs = { readonly transposeA: boolean; readonly transposeB: boolean };

const batchOf = ({ shape }: tf.Tensor): number[] => shape.slice(0, -2);

/**
 * A product of batches that broadcast both ways, `[2, 1]` and `[1, 3]`; undefined for others. The kernels of all backends
 * take batches of one shape, or one matrix on a side: of these they make as many matrices as the longer batch has.
 */
export function broadcastMatMul(
  { a, b }: MatMulInputs,
  attrs: MatMulAttrs,
  stock: tf.KernelFunc,
): tf.Tensor | undefined {
  const batches = [batchOf(a), batchOf(b)] as const;
  const hasOne = batches.some((batch) => tf.util.sizeFromShape(batch) === 1);
  if (hasOne || tf.util.arraysEqual(...(batches as [number[], number[]]))) return undefined;
  const batch = tf.backend_util.assertAndGetBroadcastShape(...(batches as [number[], number[]]));
  const matrices = (x: tf.Tensor) => {
    const shape = x.shape.slice(-2);
    return tf.reshape(tf.broadcastTo(x, [...batch, ...shape]), [-1, ...shape]);
  };
  const product = runKernel(stock, { a: matrices(a), b: matrices(b) }, attrs);
  return tf.reshape(product, [...batch, ...product.shape.slice(-2)]);
}

/** The backend's own product, of batches that broadcast too, and of matrices with nothing to add up. */
export const batchMatMulOf = composedKernel<MatMulInputs, MatMulAttrs>(
  'BatchMatMul',
  ({ a, b }, attrs, stock) => {
    if (!stock) return undefined;
    const [inner, rows] = attrs.transposeA ? a.shape.slice(-2) : a.shape.slice(-2).reverse();
    if (inner === 0) {
      const batch = tf.backend_util.assertAndGetBroadcastShape(batchOf(a), batchOf(b));
      return tf.zeros([...batch, rows!, b.shape.at(attrs.transposeB ? -2 : -1)!]);
    }
    return broadcastMatMul({ a, b }, attrs, stock);
  },
);
