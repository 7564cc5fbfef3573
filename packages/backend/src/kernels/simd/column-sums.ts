import * as tf from '@tensorflow/tfjs-core';
import { simdOf } from './simd';

/** Rows that are added up among themselves first: sums of sums lose less to rounding. */
const together = 256;

/** The sum of each column, as a row; undefined where the kernels cannot be had. */
export function simdColumnSums(x: tf.Tensor2D): tf.Tensor2D | undefined {
  const [rows, columns] = x.shape;
  const simd = columns % 4 === 0 ? simdOf(tf.backend()) : undefined;
  if (!simd) return undefined;
  const output = simd.output([1, columns]);
  const [from, into, width] = [simd.at(x), simd.at(output), columns * 4];
  simd.heap().fill(0, into, into + width);
  for (let r = 0; r < rows; r += together)
    simd.sums(from + r * width, Math.min(together, rows - r), width, into);
  return output as tf.Tensor2D;
}
