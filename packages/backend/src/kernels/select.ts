import * as tf from '@tensorflow/tfjs-core';
import { composedKernel, runKernel } from './patch';

type Inputs = { condition: tf.Tensor; t: tf.Tensor; e: tf.Tensor };

/**
 * The choice between two tensors. The wasm backend's own kernel moves four bytes for each element, of booleans too, which
 * take one: it reads and writes past their ends. They go as int32.
 */
export const select = composedKernel<Inputs, object>('Select', ({ condition, t, e }, attrs, stock) => {
  if (!stock || t.dtype !== 'bool') return undefined;
  const chosen = runKernel(stock, { condition, t: tf.cast(t, 'int32'), e: tf.cast(e, 'int32') }, attrs);
  return tf.cast(chosen, 'bool');
});
