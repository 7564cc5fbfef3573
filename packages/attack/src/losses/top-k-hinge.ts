import * as tf from '@tensorflow/tfjs-core';
import { assertPositive, assertWhole } from '../assert';
import type { AttackLoss } from './loss';

/**
 * The sum of the k greatest values, each no more than `margin`: what pushes the label out of the first k, together with
 * `violations: k` in the task. A row's target is not looked at. Source: the top-5 attack of the code of Gowal et al.
 */
export function topKHinge(options: { readonly k: number; readonly margin?: number }): AttackLoss {
  const { k, margin = 0.1 } = options;
  assertWhole('topKHinge', 'k', k, 1);
  assertPositive('topKHinge', 'margin', margin);
  // topk has no gradient in tfjs: it is 1 for the values that count and have not reached the margin
  const sum = tf.customGrad((given, save) => {
    const values = given as tf.Tensor2D;
    const hinged = tf.minimum(values, margin);
    const { values: greatest } = tf.topk(hinged, k);
    const least = tf.min(greatest, 1, true);
    const counts = tf.logicalAnd(tf.greaterEqual(hinged, least), tf.less(values, margin));
    (save as tf.GradSaveFunc)([tf.cast(counts, 'float32')]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(tf.expandDims(dy, 1), saved[0]!);
    return { value: tf.sum(greatest, 1), gradFunc };
  });
  return (values) => sum(values) as tf.Tensor1D;
}
