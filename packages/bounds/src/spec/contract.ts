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
  return tf.tidy(() => inRows(x, rows));
}

/** Its gradient is the same for each number of a sum, which takes no tensor as large as these. */
function inRows(x: tf.Tensor, rows: number): tf.Tensor {
  const sum = tf.customGrad((given) => {
    const { shape } = given as tf.Tensor;
    const parts = tf.reshape(given as tf.Tensor, [...shape.slice(0, -1), rows, -1]);
    const gradFunc = (dy: tf.Tensor) => tf.broadcastTo(tf.expandDims(dy, -1), shape);
    return { value: tf.sum(tf.sum(parts, -1), -1), gradFunc };
  });
  return sum(x);
}

/** `c . z` for `c` `[batch, specs, ...units]` and `z` `[batch or 1, ...units]`: `[batch, specs]`. */
export function contract(c: tf.Tensor, z: tf.Tensor): tf.Tensor2D {
  const [batch, specs] = c.shape as [number, number];
  return tf.tidy(() => {
    const rows = tf.reshape(c, [batch, specs, -1]);
    return sumOfLast(tf.mul(rows, tf.reshape(z, [z.shape[0]!, 1, -1]))) as tf.Tensor2D;
  });
}
