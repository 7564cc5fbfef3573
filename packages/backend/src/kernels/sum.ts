import * as tf from '@tensorflow/tfjs-core';
import { composedKernel } from './patch';
import { simdSum } from './simd/column-sums';

type Attrs = { axis: number | number[]; keepDims: boolean };

// Below this many elements the backend's own kernel is as fast.
const SMALL = 4096;

/**
 * The sum over neighbouring axes (the gradient of a bias, a norm), for which the backend's own kernel transposes first
 * where they are not the last; over leading ones as a product with ones where there is no kernel for it. Other axes are
 * left to it.
 */
function sumOfNeighbours(
  x: tf.Tensor,
  { axis, keepDims }: Attrs,
): { sum: tf.Tensor; count: number } | undefined {
  const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const [first, count] = [axes[0]!, axes.length];
  if (x.dtype !== 'float32' || count === 0 || x.size < SMALL) return undefined;
  if (!axes.every((a, i) => a === first + i)) return undefined;
  const size = tf.util.sizeFromShape;
  const [before, summed, after] = [
    x.shape.slice(0, first),
    x.shape.slice(first, first + count),
    x.shape.slice(first + count),
  ];
  const block = tf.reshape<tf.Rank.R3>(x, [size(before), size(summed), size(after)]);
  const sum = simdSum(block) ?? (first === 0 && after.length > 0 ? productWithOnes(block) : undefined);
  const shape = [...before, ...(keepDims ? axes.map(() => 1) : []), ...after];
  return sum && { sum: tf.reshape(sum, shape), count: size(summed) };
}

const productWithOnes = (x: tf.Tensor3D): tf.Tensor =>
  tf.matMul(tf.ones([1, x.shape[1]]), tf.reshape(x, [x.shape[1], x.shape[2]]));

export const sum = composedKernel<{ x: tf.Tensor }, Attrs>(
  'Sum',
  ({ x }, attrs) => sumOfNeighbours(x, attrs)?.sum,
);

export const mean = composedKernel<{ x: tf.Tensor }, Attrs>('Mean', ({ x }, attrs) => {
  const whole = sumOfNeighbours(x, attrs);
  return whole && tf.div(whole.sum, whole.count);
});
