import * as tf from '@tensorflow/tfjs-core';

/** NaN in the shape of `x`: `tf.where` would tile a scalar, several times slower. */
export const nanLike = (x: tf.Tensor): tf.Tensor => tf.fill(x.shape, Number.NaN);

/** `y`, but NaN wherever `source` is NaN. Both have one shape, or shapes that broadcast to that of `y`. */
export function keepNaN(y: tf.Tensor, source: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.where(tf.isNaN(source), nanLike(y), y));
}

/** `tf.minimum`, NaN where either is: the wasm kernel gives `a` where `b` is NaN. */
export function minimum(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.tidy(() => keepNaN(tf.minimum(a, b), b));
}

/** `tf.maximum`, NaN where either is: the wasm kernel gives `a` where `b` is NaN. */
export function maximum(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.tidy(() => keepNaN(tf.maximum(a, b), b));
}
