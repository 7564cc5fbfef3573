import type { ParamsOf } from '@ibp/bounds';
import { fail, formatShape, type Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { NodeOf, OpNode } from '../op-node';
import type { BatchNormParams } from './batch-norm-params';
import { hostAffine } from './host-batch-norm';

/** A batch norm, before `lower` makes scale and shift of it. */
export type BatchNormNode = NodeOf<'batchNorm', BatchNormParams>;

/** @throws when the statistics are not `[channels]` for the input's channels. */
export function batchNormShape(input: Shape, { mean }: BatchNormParams): Shape {
  if (mean.rank !== 1 || mean.size !== input.at(-1)) {
    fail(
      'batchNorm',
      `expected statistics [${input.at(-1)}] for input ${formatShape(input)}, got ${formatShape(mean.shape)}`,
    );
  }
  return input;
}

export type Statistics = { mean: tf.Tensor; variance: tf.Tensor };

/** `gamma (x - mean) / sqrt(variance + epsilon) + beta`, as the affine op it is once the statistics are given. */
export function batchNormToAffine(node: BatchNormNode, { mean, variance }: Statistics): OpNode {
  const { gamma, beta, epsilon } = node.params;
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  const scale = gamma ? tf.mul(gamma, inverse) : inverse;
  const shift = tf.neg(tf.mul(mean, scale));
  return affineNode(node, scale, beta ? tf.add(shift, beta) : shift);
}

const affineNode = (node: BatchNormNode, scale: tf.Tensor, shift: tf.Tensor): OpNode => ({
  ...node,
  op: 'affine',
  params: { scale, shift },
});

/** Whether tensors have no values now, since a function is being captured as a graph; the backend says so. */
const isSymbolic = (): boolean => (tf.backend() as { readonly symbolic?: boolean }).symbolic === true;

/**
 * A batch norm with its moving averages, which is what is used and certified: the scale and shift of
 * {@link hostAffine}, through which gradients flow. In a captured function, where nothing can be read, the arithmetic of
 * the graph: its last digit may differ.
 */
export function fixedBatchNorm(node: BatchNormNode): OpNode {
  if (isSymbolic()) return batchNormToAffine(node, node.params);
  const { scale, shift } = hostAffine(node.params, (tensor) => tensor.dataSync());
  if (tf.engine().state.gradientDepth === 0) return affineNode(node, tf.tensor1d(scale), tf.tensor1d(shift));
  const { params } = batchNormToAffine(node, node.params) as NodeOf<'affine', ParamsOf<'affine'>>;
  return affineNode(node, withValue(params.scale, scale), withValue(params.shift, shift));
}

/** Values in place of a tensor's own, with the gradient of that. */
function withValue(tensor: tf.Tensor, values: Float32Array): tf.Tensor {
  const replaced = tf.customGrad(() => ({
    value: tf.tensor1d(values) as tf.Tensor,
    gradFunc: (dy: tf.Tensor) => dy,
  }));
  return replaced(tensor);
}
