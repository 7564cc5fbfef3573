import type { IntervalBounds } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';

/**
 * `margins` `[batch, specs]`, but NaN for each example whose box is empty, one of whose bounds is not finite, or which
 * is not finite itself: a relu turns an overflow to -Infinity into a harmless looking 0, and what follows from
 * it proves nothing. The gradient is that of `margins`.
 *
 * @param values bounds that the margins follow from, `[batch, ...]` each; the first is the input box.
 */
export function unlessUnsound(values: readonly IntervalBounds[], margins: tf.Tensor2D): tf.Tensor2D {
  const checked = tf.customGrad((x) => {
    const given = x as tf.Tensor2D;
    const widths = values.map(({ lower, upper }) => tf.reshape(tf.sub(upper, lower), [upper.shape[0]!, -1]));
    const bounded = tf.isFinite(tf.addN(widths.map((width) => tf.sum(width, 1, true))));
    const inhabited = tf.greaterEqual(tf.min(widths[0]!, 1, true), 0);
    const finite = tf.logicalAnd(tf.isFinite(given), tf.logicalAnd(bounded, inhabited));
    const value = tf.where(finite, given, tf.fill(given.shape, Number.NaN));
    return { value, gradFunc: (dy: tf.Tensor) => dy };
  });
  return checked(margins) as tf.Tensor2D;
}
