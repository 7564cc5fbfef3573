import type { InverseRootParams } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { elementwise } from './elementwise';
import { withRounding } from './with-rounding';

const forward = (x: tf.Tensor, { epsilon }: InverseRootParams): tf.Tensor =>
  tf.tidy(() => tf.reciprocal(tf.sqrt(tf.add(tf.relu(x), epsilon))));

/** `1 / sqrt(max(x, 0) + epsilon)`, which falls. */
export const inverseRoot = withRounding(
  'arithmetic',
  elementwise('inverseRoot', {
    forward,
    interval: ({ lower, upper }, params) => ({
      lower: forward(upper, params),
      upper: forward(lower, params),
    }),
  }),
);
