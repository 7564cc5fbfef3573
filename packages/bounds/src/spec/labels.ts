import * as tf from '@tensorflow/tfjs-core';
import { assertShape, fail } from '../errors';

/** The class of each example: whole numbers from 0, as an array (checked) or an int32 tensor `[batch]`. */
export type Labels = ArrayLike<number> | tf.Tensor1D;

const isTensor = (labels: Labels): labels is tf.Tensor1D => labels instanceof tf.Tensor;

/**
 * Labels as an int32 tensor `[batch]`; the caller frees it.
 *
 * @throws when there are fewer than 2 classes, or a label of an array is not a whole number from 0 to `classes - 1`. A tensor is not read; the
 * specifications turn a label out of range into NaN, which nothing verifies.
 */
export function labelTensor(where: string, labels: Labels, classes: number): tf.Tensor1D {
  if (!(Number.isInteger(classes) && classes >= 2)) fail(where, `expected classes >= 2, got ${classes}`);
  if (isTensor(labels)) {
    assertShape(where, labels.shape, [null]);
    return tf.cast(labels, 'int32');
  }
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      fail(where, `expected labels from 0 to ${classes - 1}, got ${label} at example ${i}`);
    }
  }
  return tf.tensor1d(Int32Array.from(labels), 'int32');
}
