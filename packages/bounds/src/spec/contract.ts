import * as tf from '@tensorflow/tfjs-core';

/** The greatest divisor of `n` that is not above its root, or 1 where that is far below it. */
function divisor(n: number): number {
  for (let k = Math.floor(Math.sqrt(n)); k * k * 16 > n; k--) if (n % k === 0) return k;
  return 1;
}

/** How many numbers the longest chain of additions in {@link sumOfLast} has. */
export const sumTerms = (n: number): number => divisor(n) + n / divisor(n);

/**
 * The sum over the last axis, in two steps: what float32 loses grows with the longest chain of additions, which is then
 * about twice the root of their number.
 */
export function sumOfLast(x: tf.Tensor): tf.Tensor {
  const n = x.shape.at(-1)!;
  const rows = divisor(n);
  if (rows === 1) return tf.sum(x, -1);
  return tf.tidy(() => tf.sum(tf.sum(tf.reshape(x, [...x.shape.slice(0, -1), rows, n / rows]), -1), -1));
}

/** `c . z` for `c` `[batch, specs, ...units]` and `z` `[batch or 1, ...units]`: `[batch, specs]`. */
export function contract(c: tf.Tensor, z: tf.Tensor): tf.Tensor2D {
  const [batch, specs] = c.shape as [number, number];
  return tf.tidy(() => {
    const rows = tf.reshape(c, [batch, specs, -1]);
    return sumOfLast(tf.mul(rows, tf.reshape(z, [z.shape[0]!, 1, -1]))) as tf.Tensor2D;
  });
}
