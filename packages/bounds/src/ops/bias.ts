import type { Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';

/** One number for each output channel, or nothing. */
export type Bias = tf.Tensor | undefined;

export const withBias = (z: tf.Tensor, bias: Bias): tf.Tensor => (bias ? tf.add(z, bias) : z);

export const absBias = (bias: Bias): Bias => bias && tf.abs(bias);

/**
 * `d + c . bias` for `c` `[batch, specs, ..., channels]`; a new tensor in either case. Each channel is summed first: fewer
 * products, and shorter sums to lose digits in.
 */
export function pullBackBias(c: tf.Tensor, d: tf.Tensor2D, bias: Bias): tf.Tensor2D {
  if (!bias) return d.clone();
  return tf.tidy(() => {
    const places = unitAxes(c).slice(0, -1);
    const byChannel = places.length > 0 ? tf.sum(c, places) : c;
    return tf.add(d, tf.sum(tf.mul(byChannel, bias), 2));
  });
}

/** The longest sum of {@link pullBackBias}. */
export const biasTerms = (outputShape: Shape): number =>
  outputShape.slice(0, -1).reduce((a, b) => a * b, 1) + outputShape.at(-1)!;

/** The axes of the units in `c` `[batch, specs, ...units]`. */
export const unitAxes = (c: tf.Tensor): number[] => Array.from({ length: c.rank - 2 }, (_, i) => i + 2);
