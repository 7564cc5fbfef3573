import * as tf from '@tensorflow/tfjs-core';
import { sameShape } from '../activations/monotone';
import type { IntervalBounds } from '../interval';
import type { NoParams, UnaryOp } from './definition';

/**
 * The least value of each coordinate of softmax over the last axis, when that coordinate is at `own` and the
 * others are at `others`: `1 / (1 + sum over j != i of exp(others_j - own_i))`.
 */
function coordinatewise(own: tf.Tensor, others: tf.Tensor): tf.Tensor {
  const n = own.shape[own.rank - 1]!;
  // [..., i, j]: the difference of unit j to unit i; the diagonal is unit i itself, whose term is exp(0)
  const difference = tf.sub(tf.expandDims(others, -2), tf.expandDims(own, -1));
  const offDiagonal = tf.sub(1, tf.eye(n));
  return tf.reciprocal(tf.sum(tf.exp(tf.mul(difference, offDiagonal)), -1));
}

/**
 * Softmax over the last axis. The bound is tight for each coordinate: softmax rises in its own logit and falls
 * in all others, so each end is taken at a corner of the box.
 */
export const softmax: UnaryOp<NoParams> = {
  arity: 'unary',
  outputShape: sameShape,
  forward: (x) => tf.softmax(x),
  interval: ({ lower, upper }): IntervalBounds =>
    tf.tidy(() => ({ lower: coordinatewise(lower, upper), upper: coordinatewise(upper, lower) })),
};
