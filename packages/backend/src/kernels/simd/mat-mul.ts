import * as tf from '@tensorflow/tfjs-core';
import type { MatMulAttrs } from '../broadcast-mat-mul';
import { multiply, multiplyTransposed } from './product';
import { simdOf } from './simd';

/**
 * The product of one matrix, or a batch of them, with one matrix or a batch that is as long; undefined for what
 * broadcasts otherwise, and where the kernels cannot be had.
 */
export function simdMatMul(
  a: tf.Tensor,
  b: tf.Tensor,
  { transposeA, transposeB }: MatMulAttrs,
): tf.Tensor | undefined {
  const simd = a.dtype === 'float32' && b.dtype === 'float32' ? simdOf(tf.backend()) : undefined;
  if (!simd || a.size === 0 || b.size === 0) return undefined;
  const batch = a.shape.slice(0, -2);
  const batchB = b.shape.slice(0, -2);
  const [count, countB] = [batch, batchB].map((shape) => tf.util.sizeFromShape(shape)) as [number, number];
  if (countB > 1 && !tf.util.arraysEqual(batch, batchB)) return undefined;
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(batch, batchB);

  const flipA = transposeA && (count > countB || transposeB); // no kernel: a is transposed first
  const left = flipA ? tf.transpose(a, swapped(a.rank)) : a;
  const across = transposeA && !flipA;
  const [rows, inner] = left.shape.slice(-2) as [number, number];
  const [innerB, columns] = b.shape.slice(-2) as [number, number];
  const sum = across ? rows : inner;
  if (sum !== (transposeB ? columns : innerB)) return undefined; // for the backend's error

  const width = transposeB ? innerB : columns;
  const height = across ? inner : rows;
  const output = simd.output([...outer, height, width]);
  // one right-hand side: all rows at once
  const stacked = count / countB;
  for (let i = 0; i < countB; i++) {
    const x = { at: simd.at(left) + i * rows * inner * 4, rows: rows * stacked, columns: inner };
    const y = { at: simd.at(b) + i * innerB * columns * 4, rows: innerB, columns };
    const into = simd.at(output) + i * height * width * 4;
    if (across) multiplyTransposed(simd, x, y, into);
    else multiply(simd, x, y, transposeB, into);
  }
  return output;
}

const swapped = (rank: number): number[] => [...Array(rank - 2).keys(), rank - 1, rank - 2];
