import * as tf from '@tensorflow/tfjs-core';

/**
 * A map of images `[n, height, width, channels]` by a kernel `[height, width, inputs, filters]`, each group of channels by its
 * share of the filters. No backend has kernels of groups: they are cut apart and put together.
 */
export function byGroup(
  groups: number,
  x: tf.Tensor,
  kernel: tf.Tensor,
  map: (x: tf.Tensor, kernel: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  if (groups === 1) return map(x, kernel);
  return tf.tidy(() => {
    const kernels = tf.split(kernel, groups, 3);
    return tf.concat(
      tf.split(x, groups, 3).map((part, g) => map(part, kernels[g]!)),
      3,
    );
  });
}
