import { axisOf, sizeOf } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * A map of one axis of the units, -1 being the last, on the three axes `[before, axis, behind]`, the batch before: tfjs has
 * no gradients of some ops beyond four axes.
 */
export const alongAxis = (x: tf.Tensor, axis: number, map: (x: tf.Tensor) => tf.Tensor): tf.Tensor => {
  const along = axisOf('alongAxis', x.shape.slice(1), axis) + 1;
  const [before, behind] = [x.shape.slice(0, along), x.shape.slice(along + 1)];
  return tf.tidy(() => {
    const mapped = map(tf.reshape(x, [sizeOf(before), x.shape[along]!, sizeOf(behind)]));
    return tf.reshape(mapped, [...before, mapped.shape[1]!, ...behind]);
  });
};
