import { assertShape, fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';

/** The class of each example: whole numbers from 0, as an array (checked) or an int32 tensor `[batch]`. */
export type Labels = ArrayLike<number> | tf.Tensor1D;

const isTensor = (labels: Labels): labels is tf.Tensor1D => labels instanceof tf.Tensor;

/**
 * Labels as an int32 tensor `[batch]`; the caller frees it.
 *
 * @throws when there are fewer than 2 classes, or a label of an array is not a whole number from 0 to `classes - 1`.
 * A tensor is not read: a label that is not a whole number becomes -1, and the specifications turn a label out of
 * range into NaN, which nothing verifies.
 */
export function labelTensor(where: string, labels: Labels, classes: number): tf.Tensor1D {
  if (!(Number.isInteger(classes) && classes >= 2)) fail(where, `expected classes >= 2, got ${classes}`);
  if (isTensor(labels)) {
    assertShape(where, labels.shape, [null]);
    return labels.dtype === 'float32' ? wholeOrNone(labels) : tf.cast(labels, 'int32');
  }
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      fail(where, `expected labels from 0 to ${classes - 1}, got ${label} at example ${i}`);
    }
  }
  return tf.tensor1d(Int32Array.from(labels), 'int32');
}

/** A cast alone would make a class of NaN (0) and of 1.5 (1). */
const wholeOrNone = (labels: tf.Tensor1D): tf.Tensor1D =>
  tf.tidy(() => {
    const whole = tf.equal(labels, tf.floor(labels));
    return tf.cast(tf.where(whole, labels, tf.fill(labels.shape, -1)), 'int32');
  });
