import * as tf from '@tensorflow/tfjs-core';
import { fail, formatShape, type Shape } from '../errors';
import { maximum, minimum } from '../nan';
import type { BinaryOp, NoParams } from './definition';

const equalShapes =
  (where: string) =>
  ([a, b]: readonly Shape[]): Shape => {
    if (a!.join() !== b!.join()) {
      fail(where, `expected two inputs of one shape, got ${formatShape(a!)} and ${formatShape(b!)}`);
    }
    return a!;
  };

/** `a + b`, as where a residual block ends. */
export const add: BinaryOp<NoParams> = {
  arity: 'binary',
  rounding: 'arithmetic',
  outputShape: equalShapes('add'),
  forward: (a, b) => tf.add(a, b),
  interval: (a, b) => ({ lower: tf.add(a.lower, b.lower), upper: tf.add(a.upper, b.upper) }),
};

/** `a - b`. */
export const subtract: BinaryOp<NoParams> = {
  arity: 'binary',
  rounding: 'arithmetic',
  outputShape: equalShapes('subtract'),
  forward: (a, b) => tf.sub(a, b),
  interval: (a, b) => ({ lower: tf.sub(a.lower, b.upper), upper: tf.sub(a.upper, b.lower) }),
};

/** `a * b`, element by element: the extremes of the four products of the ends. */
export const multiply: BinaryOp<NoParams> = {
  arity: 'binary',
  rounding: 'arithmetic',
  outputShape: equalShapes('multiply'),
  forward: (a, b) => tf.mul(a, b),
  interval: (a, b) =>
    tf.tidy(() => {
      const ll = tf.mul(a.lower, b.lower);
      const lu = tf.mul(a.lower, b.upper);
      const ul = tf.mul(a.upper, b.lower);
      const uu = tf.mul(a.upper, b.upper);
      return {
        lower: minimum(minimum(ll, lu), minimum(ul, uu)),
        upper: maximum(maximum(ll, lu), maximum(ul, uu)),
      };
    }),
};
