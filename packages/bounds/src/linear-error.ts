import { fail, gamma, type OpName, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { ParamsOf } from './ops/definition';
import { linearOp } from './ops/linear';

/**
 * What a linear op of one input makes of an error in the values that it takes, and what float32 adds to it:
 * `|W| error + gamma (|W| size + |b|)`.
 *
 * @param size at least the sum of the magnitudes that make each value, `[batch, ...units]`
 * @param error of the values, at least 0, in their shape.
 * @returns `[batch, ...outputs]`
 */
export function linearError<K extends OpName>(
  op: K,
  params: ParamsOf<K>,
  size: tf.Tensor,
  error: tf.Tensor,
): tf.Tensor {
  const linear = linearOp(op);
  if (!linear) fail('linearError', `expected a linear op of one input, got "${op}"`);
  const { reach, rounding, forward } = linear;
  return tf.tidy(() => {
    if (!reach || rounding === 'exact') {
      return tf.sub(forward(error, params), forward(tf.zerosLike(error), params));
    }
    const terms = reach.fanIn(params, size.shape.slice(1));
    // a hundredth for the rounding of the error itself; both in one pass
    const allowance = 1.01 * gamma(terms);
    const summed = reach.of(tf.add(size, tf.mul(error, 1 / allowance)), params);
    return tf.add(tf.mul(summed, 1.01 * allowance), tiny(terms));
  });
}
