import { assertShape, type Labels, labelTensor } from '@ibp/bounds';
import { trainingPass } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from './loss';

/**
 * Cross-entropy of logits, averaged over the batch.
 *
 * @param logits `[batch, classes]`
 */
export function logitsCrossEntropy(logits: tf.Tensor, labels: Labels): tf.Scalar {
  assertShape('logitsCrossEntropy', logits.shape, [null, null]);
  return tf.tidy(() => {
    const classes = logits.shape[1]!;
    const label = labelTensor('logitsCrossEntropy', labels, classes);
    assertShape('labels', label.shape, [logits.shape[0]!]);
    const own = tf.sum(tf.mul(logits, tf.cast(tf.oneHot(label, classes), 'float32')), 1);
    return tf.mean(tf.sub(tf.logSumExp(logits, 1), own)) as tf.Scalar;
  });
}

/** Standard training: cross-entropy, no robustness. The paper's "nominal" rows. */
export const nominalLoss =
  (): Loss =>
  (network, { x, labels }) => {
    const { output, statistics } = trainingPass(network, x);
    const fit = logitsCrossEntropy(output, labels);
    return { loss: fit, parts: { fit }, statistics };
  };
