import { type PoolParams, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds } from '../affine-bounds';
import type { TensorOp } from './definition';

const pool = (x: tf.Tensor, { size, strides, padding }: PoolParams): tf.Tensor =>
  tf.maxPool(x as tf.Tensor4D, [...size], [...strides], padding);

/** The kernels skip NaN (on wasm a window of NaN gives -Infinity): the mean of the window, times 0, brings it back. */
const poolKeepingNaN = (x: tf.Tensor, params: PoolParams): tf.Tensor => {
  const mean = tf.avgPool(x as tf.Tensor4D, [...params.size], [...params.strides], params.padding);
  return tf.add(pool(x, params), tf.mul(mean, 0));
};

/** The greatest of each window. The bounds of an infinite input are NaN. */
export const maxPool: TensorOp<'maxPool'> = {
  ...vocabulary.maxPool,
  forward: pool,
  interval: (x, params) => increasingBounds(x, (end) => poolKeepingNaN(end, params)),
  rounding: 'exact',
  sign: 'kept',
};
