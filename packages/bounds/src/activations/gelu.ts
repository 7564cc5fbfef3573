import type { GeluParams } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { valley } from './valley';

const bottom = ({ approximate }: GeluParams): number => (approximate ? -0.7524614221 : -0.7517915241);

const cdf = (x: tf.Tensor, approximate: boolean): tf.Tensor =>
  approximate
    ? tf.add(tf.tanh(tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI))), 1)
    : tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1);

/** `x * Phi(x)`. */
export const gelu = valley('gelu', bottom, (x, { approximate = false }) =>
  tf.mul(tf.mul(x, 0.5), cdf(x, approximate)),
);
