import { ops, type ParamsOf } from '@ibp/bounds';
import type { Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { NodeOf, OpNode } from '../op-node';

/** `x * scale + shift` with fixed numbers, which the network need not hold as variables; or a scale that is one. */
export type RescaleParams = { readonly scale: number | tf.Tensor; readonly shift: number };

/** A fixed scale and shift for each channel, before `lower` makes an affine op of it. */
export type RescaleNode = NodeOf<'rescale', RescaleParams>;

const affineParams = ({ scale, shift }: RescaleParams): ParamsOf<'affine'> => ({
  scale: typeof scale === 'number' ? tf.scalar(scale) : scale,
  shift: tf.scalar(shift),
});

/** @throws when the scale does not broadcast to the input. */
export function rescaleShape(input: Shape, params: RescaleParams): Shape {
  tf.tidy(() => void ops.affine.outputShape([input], affineParams(params)));
  return input;
}

export const rescaleToAffine = (node: RescaleNode): OpNode => ({
  ...node,
  op: 'affine',
  params: affineParams(node.params),
});
