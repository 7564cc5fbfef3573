import * as tf from '@tensorflow/tfjs-core';
import { composedKernel } from './patch';

/**
 * What is true of a number: that it is not 0. The wasm backend's own kernel keeps the lowest eight bits of its whole
 * part: 0.5 and 256 are false.
 */
export const cast = composedKernel<{ x: tf.Tensor }, { dtype: tf.DataType }>('Cast', ({ x }, { dtype }) =>
  dtype === 'bool' && x.dtype !== 'bool' ? tf.notEqual(x, tf.scalar(0, x.dtype as 'float32')) : undefined,
);
