import * as tf from '@tensorflow/tfjs-core';
import { type Simd, simdOf } from './simd';

/** Rows that are added up among themselves first: sums of sums lose less to rounding. */
const together = 256;

/** Columns of a row of numbers that is summed: added up in as many lanes first. */
const lanes = 16;

/** Adds the sum of each column of `rows` rows. */
function addColumns({ passes }: Simd, from: number, rows: number, columns: number, into: number): void {
  const width = columns * 4;
  for (let r = 0; r < rows; r += together)
    passes.sums(from + r * width, Math.min(together, rows - r), width, into);
}

/**
 * The sum over the middle axis, as `[outer, inner]`; undefined for sizes that the kernels do not take, and where they
 * cannot be had.
 */
export function simdSum(x: tf.Tensor3D): tf.Tensor2D | undefined {
  const [outer, middle, inner] = x.shape;
  const isRow = inner === 1 && middle >= 4 * lanes;
  const simd = isRow || inner % 4 === 0 ? simdOf(tf.backend()) : undefined;
  if (!simd) return undefined;
  const output = simd.output([outer, inner]) as tf.Tensor2D;
  const [from, into] = [simd.at(x), simd.at(output)];
  if (!isRow) {
    simd.heap().fill(0, into, into + outer * inner * 4);
    for (let i = 0; i < outer; i++)
      addColumns(simd, from + i * middle * inner * 4, middle, inner, into + i * inner * 4);
    return output;
  }
  const rows = Math.floor(middle / lanes);
  simd.scratch(lanes * 4, (scratch) => {
    const numbers = new Float32Array(simd.heap().buffer);
    for (let i = 0; i < outer; i++) {
      const row = from / 4 + i * middle;
      numbers.fill(0, scratch / 4, scratch / 4 + lanes);
      addColumns(simd, row * 4, rows, lanes, scratch);
      let sum = 0;
      for (let j = 0; j < lanes; j++) sum += numbers[scratch / 4 + j]!;
      for (let j = rows * lanes; j < middle; j++) sum += numbers[row + j]!;
      numbers[into / 4 + i] = sum;
    }
  });
  return output;
}
