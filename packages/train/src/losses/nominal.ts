import { type Labels, labelTensor } from '@ibp/bounds';
import { assertShape } from '@ibp/core';
import { trainingPass } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from './loss';

/**
 * Cross-entropy of logits, averaged over the batch.
 *
 * @param logits `[batch, classes]`
 * @returns a scalar; NaN where a label of a tensor is out of range.
 * @throws when a label of an array is out of range, or there is not one for each row.
 */
export function logitsCrossEntropy(logits: tf.Tensor, labels: Labels): tf.Scalar {
  assertShape('logitsCrossEntropy', logits.shape, [null, null]);
  return tf.tidy(() => {
    const classes = logits.shape[1]!;
    const label = labelTensor('logitsCrossEntropy', labels, classes);
    assertShape('labels', label.shape, [logits.shape[0]!]);
    const isLabel = tf.cast(tf.oneHot(label, classes), 'float32');
    // 1 / 1 - 1 for a class, and NaN for a label without one, which would else be a loss like any other
    const unlessNone = tf.sub(tf.div(tf.sum(isLabel, 1), tf.sum(isLabel, 1)), 1);
    const own = tf.add(tf.sum(tf.mul(logits, isLabel), 1), unlessNone);
    return tf.mean(tf.sub(tf.logSumExp(logits, 1), own)) as tf.Scalar;
  });
}

/** Standard training: cross-entropy, no robustness. The paper's "nominal" rows. */
export const nominalLoss =
  (): Loss =>
  (network, { x, labels }) => {
    const { output, lowered, statistics } = trainingPass(network, x);
    const fit = logitsCrossEntropy(output, labels);
    return { loss: fit, parts: { fit }, statistics, passes: { lowered } };
  };
