import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds } from '../affine-bounds';
import type { PoolParams } from './average-pool';
import type { UnaryOp } from './definition';
import { windowOutput } from './window';

const pool = (x: tf.Tensor, { size, strides, padding }: PoolParams): tf.Tensor =>
  tf.maxPool(x as tf.Tensor4D, [...size], [...strides], padding);

/** The kernels skip NaN (on wasm a window of NaN gives -Infinity): the mean of the window, times 0, brings it back. */
const poolKeepingNaN = (x: tf.Tensor, params: PoolParams): tf.Tensor => {
  const mean = tf.avgPool(x as tf.Tensor4D, [...params.size], [...params.strides], params.padding);
  return tf.add(pool(x, params), tf.mul(mean, 0));
};

/** The greatest of each window. The bounds of an infinite input are NaN. */
export const maxPool: UnaryOp<PoolParams> = {
  arity: 'unary',
  outputShape: ([input], { size, strides, padding }) => [
    ...windowOutput('maxPool', input!, size, strides, padding),
    input![2]!,
  ],
  forward: pool,
  interval: (x, params) => increasingBounds(x, (end) => poolKeepingNaN(end, params)),
  rounding: 'exact',
  sign: 'kept',
};
