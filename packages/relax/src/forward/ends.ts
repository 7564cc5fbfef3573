import type { IntervalBounds } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { addConstant } from './lines';

/** Functions under and over a value, rows of coefficients each. */
export type Ends = { readonly lower: tf.Tensor; readonly upper: tf.Tensor };
export const ends = (lower: tf.Tensor, upper: tf.Tensor): Ends => ({ lower, upper });

/** `[batch, rows, ...units]` as `[batch, rows, units]`. */
const flatRows = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [x.shape[0]!, x.shape[1]!, -1]);

/** `factor x` for a factor `[batch, units]` of either sign, from functions under and over `x`. */
export function scaled(factor: tf.Tensor, { lower, upper }: Ends): Ends {
  const f = tf.expandDims(factor, 1);
  const positive = tf.relu(f);
  const negative = tf.sub(f, positive);
  const [low, high] = [flatRows(lower), flatRows(upper)];
  return ends(
    tf.add(tf.mul(positive, low), tf.mul(negative, high)),
    tf.add(tf.mul(positive, high), tf.mul(negative, low)),
  );
}

export const sum = (a: Ends, b: Ends): Ends => ends(tf.add(a.lower, b.lower), tf.add(a.upper, b.upper));

/** Functions that take no notice of the input, where no better are known. */
export function constants({ lower, upper }: IntervalBounds, rows: number): Ends {
  const only = (end: tf.Tensor) => addConstant(tf.zeros([end.shape[0]!, rows, ...end.shape.slice(1)]), end);
  return ends(only(lower), only(upper));
}
