import * as tf from '@tensorflow/tfjs-core';
import { composedKernel, runKernel } from '../patch';

/**
 * The backend's own gives int32 and bool another name where they become float32, and leaves them as they are stored:
 * shaders that copy would not be valid ones for them.
 */
export const cast = composedKernel<{ x: tf.Tensor }, { dtype: tf.DataType }>(
  'Cast',
  ({ x }, attrs, stock) => {
    if (!stock) return undefined;
    const row = tf.reshape(x, [-1]);
    if (attrs.dtype === 'float32' && (x.dtype === 'int32' || x.dtype === 'bool')) {
      const multiplied = tf.engine().runKernel<tf.Tensor>('Multiply', { a: row, b: tf.scalar(1) });
      return tf.reshape(multiplied, x.shape);
    }
    return x.rank > 6 ? tf.reshape(runKernel(stock, { x: row }, attrs), x.shape) : undefined;
  },
);
