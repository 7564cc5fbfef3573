import { linearOp, type ParamsOf, type WeightPart } from '@ibp/bounds';
import { type OpsOf, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';

export const allWeights: WeightPart = (w) => w;
export const positiveWeights: WeightPart = (w) => tf.relu(w);
export const negativeWeights: WeightPart = (w) => tf.neg(tf.relu(tf.neg(w)));

/** Whether the op has weights that may be below 0. */
export const hasNegativeWeights = (op: OpsOf<'linear'>): boolean => vocabulary[op].weights !== undefined;

/**
 * The op without its constant on a batch of units. It is never added: taking it away again would leave of small values
 * what a large constant leaves of them in float32.
 *
 * @param x `[rows, ...units]`
 */
export function linearPart<K extends OpsOf<'linear'>>(
  op: K,
  params: ParamsOf<K>,
  x: tf.Tensor,
  part: WeightPart = allWeights,
): tf.Tensor {
  const { forward, withoutConstant } = linearOp(op)!;
  return tf.tidy(() => forward(x, withoutConstant?.(params, part) ?? params));
}

/** The op's constant: its value at 0, `[1, ...outputs]`. */
export function constantPart<K extends OpsOf<'linear'>>(
  op: K,
  params: ParamsOf<K>,
  inputShape: readonly number[],
): tf.Tensor {
  return tf.tidy(() => linearOp(op)!.forward(tf.zeros([1, ...inputShape]), params));
}

/** A map of batches on every row of `[batch, rows, ...units]`. */
export function onRows(rows: tf.Tensor, map: (folded: tf.Tensor) => tf.Tensor): tf.Tensor {
  const [batch, count, ...units] = rows.shape as [number, number, ...number[]];
  return tf.tidy(() => {
    const mapped = map(tf.reshape(rows, [batch * count, ...units]));
    return tf.reshape(mapped, [batch, count, ...mapped.shape.slice(1)]);
  });
}
