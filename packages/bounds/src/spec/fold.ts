import * as tf from '@tensorflow/tfjs-core';

/** `[batch, specs, ...units]` as `[batch * specs, ...units]`, so that an op on batches of units can take it. */
export function foldSpecs(c: tf.Tensor): tf.Tensor {
  const [batch, specs, ...units] = c.shape as [number, number, ...number[]];
  return tf.reshape(c, [batch * specs, ...units]);
}

/** The inverse of {@link foldSpecs}, taking batch and specs from `like`. */
export function unfoldSpecs(folded: tf.Tensor, like: tf.Tensor): tf.Tensor {
  return tf.reshape(folded, [like.shape[0]!, like.shape[1]!, ...folded.shape.slice(1)]);
}
