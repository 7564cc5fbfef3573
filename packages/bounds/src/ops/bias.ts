import * as tf from '@tensorflow/tfjs-core';
import { formatShape } from '../errors';

/** One number for each output channel, or nothing. */
export type Bias = tf.Tensor | undefined;

/** Whether a bias is left out or has the shape `[units]`. */
export const biasFits = (bias: Bias, units: number): boolean =>
  !bias || (bias.rank === 1 && bias.shape[0] === units);

export const formatBias = (bias: Bias): string => (bias ? formatShape(bias.shape) : 'none');

export const withBias = (z: tf.Tensor, bias: Bias): tf.Tensor => (bias ? tf.add(z, bias) : z);

/** `d + c . bias` for `c` `[batch, specs, ..., channels]`; a new tensor in either case. */
export function pullBackBias(c: tf.Tensor, d: tf.Tensor2D, bias: Bias): tf.Tensor2D {
  if (!bias) return d.clone();
  return tf.tidy(() => tf.add(d, tf.sum(tf.mul(c, bias), unitAxes(c))));
}

/** The axes of the units in `c` `[batch, specs, ...units]`. */
export const unitAxes = (c: tf.Tensor): number[] => Array.from({ length: c.rank - 2 }, (_, i) => i + 2);
