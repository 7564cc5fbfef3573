import type { ActivationName } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from '../interval';
import { maximum, minimum } from '../nan';
import type { ParamsOf, TensorOp } from '../ops/definition';
import { elementwise } from './elementwise';

/**
 * An elementwise function that falls up to `bottom` and rises after it (abs, square, gelu, ...): its greatest
 * value over an interval is at an end, its least at the point of the interval nearest to the bottom.
 *
 * @param bottom where the least value is taken. A few ulps off is harmless: the ends are looked at too,
 * and the function is flat there.
 */
export function valley<K extends ActivationName>(
  name: K,
  bottom: number | ((params: ParamsOf<K>) => number),
  forward: (x: tf.Tensor, params: ParamsOf<K>) => tf.Tensor,
): TensorOp<K> {
  const bottomOf = typeof bottom === 'number' ? () => bottom : bottom;
  return elementwise(name, {
    forward: (x, params) => tf.tidy(() => forward(x, params)),
    interval: ({ lower, upper }, params): IntervalBounds =>
      tf.tidy(() => {
        const atLower = forward(lower, params);
        const atUpper = forward(upper, params);
        const nearest = forward(minimum(tf.maximum(lower, bottomOf(params)), upper), params);
        return {
          lower: tf.minimum(nearest, tf.minimum(atLower, atUpper)),
          upper: maximum(atLower, atUpper),
        };
      }),
  });
}
