import type { ActivationName } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorOp } from '../ops/definition';
import { monotone } from './monotone';

/**
 * A monotone function whose wasm kernel compares the bits of a float as an integer: a NaN with its sign bit set, as
 * processors make of Infinity - Infinity, comes out as 0. The bounds get it back from 0 times the input, which
 * makes an infinite end NaN too: that proves as little.
 *
 * @param slope the derivative, so that the second term, whose gradient is 0, costs none.
 */
export function clamped<K extends ActivationName>(
  name: K,
  forward: (x: tf.Tensor) => tf.Tensor,
  slope: (x: tf.Tensor) => tf.Tensor,
): TensorOp<K> {
  const keepingNaN = tf.customGrad((x, save) => {
    const input = x as tf.Tensor;
    (save as tf.GradSaveFunc)([input]);
    return {
      value: tf.add(forward(input), tf.mul(input, 0)),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, slope(saved[0]!)),
    };
  });
  const { interval } = monotone(name, (x) => keepingNaN(x));
  const plain = monotone(name, forward);
  return { ...plain, interval, finiteInterval: plain.interval };
}
