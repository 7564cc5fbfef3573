import type { InverseRootParams } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from '../interval';
import { elementwise } from './elementwise';
import { withRounding } from './with-rounding';

const forward = (x: tf.Tensor, { epsilon }: InverseRootParams): tf.Tensor =>
  tf.tidy(() => tf.reciprocal(tf.sqrt(tf.add(tf.relu(x), epsilon))));

const falling =
  (f: typeof forward) =>
  ({ lower, upper }: IntervalBounds, params: InverseRootParams): IntervalBounds => ({
    lower: f(upper, params),
    upper: f(lower, params),
  });

/** A NaN stays one, which the kernel of the relu takes for 0 where its sign bit is set: see `clamped`. */
const keepingNaN: typeof forward = (x, params) => tf.tidy(() => tf.add(forward(x, params), tf.mul(x, 0)));

/** `1 / sqrt(max(x, 0) + epsilon)`, which falls. The bounds of an infinite input are NaN. */
export const inverseRoot = withRounding(
  'arithmetic',
  elementwise('inverseRoot', {
    forward,
    interval: falling(keepingNaN),
    finiteInterval: falling(forward),
  }),
);
