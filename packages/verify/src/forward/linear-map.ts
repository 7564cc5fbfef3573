import { ops, type ParamsOf } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';

/** The linear ops of one input. */
export type LinearMapName =
  | 'dense'
  | 'conv2d'
  | 'depthwiseConv2d'
  | 'affine'
  | 'broadcast'
  | 'reshape'
  | 'transpose'
  | 'pad'
  | 'averagePool'
  | 'globalAveragePool';

/** What is kept of the weights: all of them, those above 0, those below. */
export type WeightPart = (weights: tf.Tensor) => tf.Tensor;
export const allWeights: WeightPart = (w) => w;
export const positiveWeights: WeightPart = (w) => tf.relu(w);
export const negativeWeights: WeightPart = (w) => tf.neg(tf.relu(tf.neg(w)));

type Kernel = ParamsOf<'conv2d'> | ParamsOf<'dense'>;
const kernelPart = <P extends Kernel>({ bias: _, ...params }: P, part: WeightPart) => ({
  ...params,
  kernel: part(params.kernel),
});

/** How an op acts without its constant, with a part of its weights; `fixed` ops have no weight below 0. */
const parts: {
  readonly [K in LinearMapName]: 'fixed' | ((params: ParamsOf<K>, part: WeightPart) => ParamsOf<K>);
} = {
  dense: kernelPart,
  conv2d: kernelPart,
  depthwiseConv2d: kernelPart,
  affine: ({ scale, shift }, part) => ({ scale: part(scale), shift: tf.zerosLike(shift) }),
  pad: ({ paddings }) => ({ paddings }),
  broadcast: 'fixed',
  reshape: 'fixed',
  transpose: 'fixed',
  averagePool: 'fixed',
  globalAveragePool: 'fixed',
};

export const isLinearMap = (op: string): op is LinearMapName => op in parts;

/** Whether the op has weights that may be below 0. */
export const hasNegativeWeights = (op: LinearMapName): boolean => op !== 'pad' && parts[op] !== 'fixed';

/**
 * The op without its constant on a batch of units.
 *
 * @param x `[rows, ...units]`
 */
export function linearPart<K extends LinearMapName>(
  op: K,
  params: ParamsOf<K>,
  x: tf.Tensor,
  part: WeightPart = allWeights,
): tf.Tensor {
  const rule = parts[op] as 'fixed' | ((params: ParamsOf<K>, part: WeightPart) => ParamsOf<K>);
  const forward = ops[op].forward as (x: tf.Tensor, params: ParamsOf<K>) => tf.Tensor;
  return tf.tidy(() => forward(x, rule === 'fixed' ? params : rule(params, part)));
}

/** The op's constant: its value at 0, `[1, ...outputs]`. */
export function constantPart<K extends LinearMapName>(
  op: K,
  params: ParamsOf<K>,
  inputShape: readonly number[],
): tf.Tensor {
  const forward = ops[op].forward as (x: tf.Tensor, params: ParamsOf<K>) => tf.Tensor;
  return tf.tidy(() => forward(tf.zeros([1, ...inputShape]), params));
}

/** A map of batches on every row of `[batch, rows, ...units]`. */
export function onRows(rows: tf.Tensor, map: (folded: tf.Tensor) => tf.Tensor): tf.Tensor {
  const [batch, count, ...units] = rows.shape as [number, number, ...number[]];
  return tf.tidy(() => {
    const mapped = map(tf.reshape(rows, [batch * count, ...units]));
    return tf.reshape(mapped, [batch, count, ...mapped.shape.slice(1)]);
  });
}
