import * as tf from '@tensorflow/tfjs-core';
import { composedKernel, runKernel } from '../patch';

/** Beyond, the exponential is 0 or infinite in float32. */
const [least, greatest] = [-104, 89];

/**
 * `exp` as that of the whole part, from a table, times that of the rest. A shader may be off by 3 + 2 |x| units in the last
 * place (WGSL, accuracy of built-in functions), more than bounds pay for.
 */
export const exp = composedKernel<{ x: tf.Tensor }, object>('Exp', ({ x }, attrs, stock) => {
  if (!stock || x.dtype !== 'float32') return undefined;
  const row = tf.reshape(x, [-1]);
  const whole = tf.cast(tf.clipByValue(row, least, greatest), 'int32'); // towards 0
  const rest = tf.sub(row, tf.cast(whole, 'float32'));
  const table = Array.from({ length: greatest - least + 1 }, (_, i) => Math.exp(least + i));
  const ofWhole = tf.gather(tf.tensor1d(table), tf.sub(whole, tf.scalar(least, 'int32')));
  return tf.reshape(tf.mul(ofWhole, runKernel(stock, { x: rest }, attrs)), x.shape);
});
