import type { IntervalBounds } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import type { Relaxation } from '../linear/relaxation';

/** `slope x + middle`, give or take `gap`: `[batch, units]` each. */
export type Band = { readonly slope: tf.Tensor; readonly middle: tf.Tensor; readonly gap: tf.Tensor };

/** The band of one slope around two lines; over an interval the lines leave it at its ends first. */
export function bandAround({ lower, upper }: Relaxation, box: IntervalBounds): Band {
  const slope = tf.mul(tf.add(lower.slope, upper.slope), 0.5);
  const over = ({ slope: s, offset }: Relaxation['lower']) =>
    [box.lower, box.upper].map((x) => tf.add(tf.mul(tf.sub(s, slope), x), offset ?? 0));
  const [high, low] = [
    tf.maximum(over(upper)[0]!, over(upper)[1]!),
    tf.minimum(over(lower)[0]!, over(lower)[1]!),
  ];
  return { slope, middle: tf.mul(tf.add(high, low), 0.5), gap: tf.relu(tf.mul(tf.sub(high, low), 0.5)) };
}
