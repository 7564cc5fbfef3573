import * as tf from '@tensorflow/tfjs-core';
import type { NodeOf, OpNode } from '../network';

/** `x * scale + shift` with two fixed numbers, which the network need not hold as variables. */
export type RescaleParams = { readonly scale: number; readonly shift: number };

export type RescaleNode = NodeOf<'rescale', RescaleParams>;

export const rescaleToAffine = (node: RescaleNode): OpNode => ({
  ...node,
  op: 'affine',
  params: { scale: tf.scalar(node.params.scale), shift: tf.scalar(node.params.shift) },
});
