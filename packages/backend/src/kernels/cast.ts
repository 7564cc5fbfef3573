import * as tf from '@tensorflow/tfjs-core';
import { composedKernel } from './patch';

/**
 * To the dtype that a tensor has: the same numbers, which the wasm backend's own kernel copies. To boolean: what is true
 * of a number is that it is not 0; the backend's own keeps the lowest eight bits of its whole part, so that 0.5 and 256
 * are false.
 */
export const cast = composedKernel<{ x: tf.Tensor }, { dtype: tf.DataType }>('Cast', ({ x }, { dtype }) => {
  if (dtype === x.dtype) return tf.clone(x);
  return dtype === 'bool' ? tf.notEqual(x, tf.scalar(0, x.dtype as 'float32')) : undefined;
});
