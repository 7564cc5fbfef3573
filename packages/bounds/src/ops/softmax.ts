import { elementary, gamma, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from '../interval';
import { widened } from '../rounding';
import type { TensorOp } from './definition';

/**
 * For each unit i, softmax of i where unit i is at `own` and all the others are at `others`: the diagonal of
 * `[rows, i, j]`, which holds `others_j` but for `own_i` where j is i. Through tf.softmax, which neither
 * overflows nor has a NaN gradient for logits that are far apart.
 */
function coordinatewise(own: tf.Tensor, others: tf.Tensor): tf.Tensor {
  const n = own.shape.at(-1)!;
  const diagonal = tf.eye(n);
  const corners = tf.where(
    tf.cast(diagonal, 'bool'),
    tf.reshape(own, [-1, n, 1]), // three axes: tfjs has no gradient of broadcasting beyond four
    tf.reshape(others, [-1, 1, n]),
  );
  return tf.reshape(tf.sum(tf.mul(tf.softmax(corners), diagonal), -1), own.shape);
}

const interval = ({ lower, upper }: IntervalBounds): IntervalBounds =>
  tf.tidy(() => ({ lower: coordinatewise(lower, upper), upper: coordinatewise(upper, lower) }));

/**
 * Softmax over the last axis. The bound is tight for each coordinate: softmax rises in its own logit and falls
 * in all others, so each end is taken at a corner of the box.
 */
export const softmax: TensorOp<'softmax'> = {
  ...vocabulary.softmax,
  forward: (x) => tf.softmax(x),
  interval,
  // the sum of the exponentials is as long as there are classes
  rounding: (x) =>
    tf.tidy(() => {
      const terms = x.lower.shape.at(-1)!;
      return widened(interval(x), elementary.relative + gamma(terms), elementary.absolute);
    }),
};
