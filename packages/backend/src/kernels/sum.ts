import * as tf from '@tensorflow/tfjs-core';
import { composedKernel } from './patch';
import { simdColumnSums } from './simd/column-sums';

type Attrs = { axis: number | number[]; keepDims: boolean };

// Below this many elements the backend's own kernel is as fast.
const SMALL = 4096;

/**
 * The sum over leading axes (the gradient of a bias) as a product with ones: the backend's own kernel
 * transposes first. Other axes are left to it.
 */
function sumOfLeading(
  x: tf.Tensor,
  { axis, keepDims }: Attrs,
): { sum: tf.Tensor; count: number } | undefined {
  const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const leading = axes.length > 0 && axes.length < x.rank && axes.every((a, i) => a === i);
  if (x.dtype !== 'float32' || !leading || x.size < SMALL) return undefined;
  const count = tf.util.sizeFromShape(x.shape.slice(0, axes.length));
  const rest = x.shape.slice(axes.length);
  const matrix = tf.reshape<tf.Rank.R2>(x, [count, x.size / count]);
  const product = simdColumnSums(matrix) ?? tf.matMul(tf.ones([1, count]), matrix);
  return { sum: tf.reshape(product, keepDims ? [...axes.map(() => 1), ...rest] : rest), count };
}

export const sum = composedKernel<{ x: tf.Tensor }, Attrs>(
  'Sum',
  ({ x }, attrs) => sumOfLeading(x, attrs)?.sum,
);

export const mean = composedKernel<{ x: tf.Tensor }, Attrs>('Mean', ({ x }, attrs) => {
  const leading = sumOfLeading(x, attrs);
  return leading && tf.div(leading.sum, leading.count);
});
