import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Selection } from './spec-loss';

/**
 * `count` different specifications of each example, drawn anew at each step: cheaper where classes are many.
 *
 * @throws when there are fewer specifications than that.
 */
export const randomSpecs =
  (count: number): Selection =>
  (margins, { random }) => {
    const [batch, specs] = margins.shape;
    if (!(Number.isInteger(count) && count >= 1 && count <= specs)) {
      fail('randomSpecs', `expected a count from 1 to ${specs}, got ${count}`);
    }
    return tf.tidy(() => {
      const { indices } = tf.topk(random('randomSpecs', [batch, specs]), count);
      // a product with one-hot rows instead of a gather, whose gradient few backends have
      const rows = tf.oneHot(tf.cast(indices, 'int32'), specs);
      return tf.sum(tf.mul(tf.cast(rows, 'float32'), tf.expandDims(margins, 1)), -1) as tf.Tensor2D;
    });
  };
