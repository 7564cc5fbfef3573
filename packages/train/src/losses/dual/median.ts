import { apart } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The median of absolute values over the first axis (the lower one of two); its gradient goes to the element it is.
 *
 * @param x `[count, ...units]`
 */
export function medianOfAbsolutes(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const [count, ...units] = x.shape as [number, ...number[]];
    const rows = tf.transpose(tf.reshape(tf.abs(x), [count, -1])); // [units, count]
    const chosen = apart(() => {
      const rank = Math.floor(count / 2) + 1; // from the greatest
      const { indices } = tf.topk(rows, rank);
      const median = tf.squeeze(tf.slice(indices, [0, rank - 1], [-1, 1]), [1]);
      return tf.cast(tf.oneHot(tf.cast(median, 'int32') as tf.Tensor1D, count), 'float32');
    });
    return tf.reshape(tf.sum(tf.mul(rows, chosen), 1), units);
  });
}
