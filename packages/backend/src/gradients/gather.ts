import * as tf from '@tensorflow/tfjs-core';
import { gatherGradConfig } from './tfjs';

/**
 * The gradient of tf.gather with batch axes right before the gathered one (as in "the logit of each
 * label"), where tfjs calls chained methods that do not exist: the rows of the batch become segments of
 * their own. Without batch axes it is tfjs's own.
 */
export const gather: tf.GradConfig = {
  ...gatherGradConfig,
  gradFunc: (dy, saved, attrs) => {
    const [x, indices] = saved as [tf.Tensor, tf.Tensor];
    const { axis, batchDims } = attrs as { axis: number; batchDims: number };
    if (batchDims === 0) return gatherGradConfig.gradFunc(dy, saved, attrs);
    if (axis !== batchDims) {
      throw new Error(`gradient of gather: expected axis ${batchDims} (= batchDims), got ${axis}`);
    }
    const batch = tf.util.sizeFromShape(x.shape.slice(0, batchDims));
    const length = x.shape[axis]!;
    const perBatch = indices.size / batch;
    return {
      x: () => {
        const offsets = tf.mul(tf.range(0, batch, 1, 'int32'), tf.scalar(length, 'int32'));
        const rows = tf.reshape(
          tf.add(tf.reshape(indices, [batch, perBatch]), tf.reshape(offsets, [batch, 1])),
          [-1],
        );
        const gradients = tf.reshape(dy as tf.Tensor, [batch * perBatch, ...x.shape.slice(axis + 1)]);
        const sums = tf.unsortedSegmentSum(gradients, rows as tf.Tensor1D, batch * length);
        return tf.reshape(sums, x.shape);
      },
      indices: () => indices,
    };
  },
};
