import { vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { kernelBounds, outwardKernelBounds } from '../affine-bounds';
import { unitAxes } from './bias';
import type { TensorOp } from './definition';

/** `x * scale + shift`: batch norm, input normalisation, constants added. The scale may be negative. */
export const affine: TensorOp<'affine'> = {
  ...vocabulary.affine,
  forward: (x, { scale, shift }) => tf.tidy(() => tf.add(tf.mul(x, scale), shift)),
  interval: (x, { scale, shift }) => kernelBounds(x, scale, shift, tf.mul),
  rounding: (x, { scale, shift }) => outwardKernelBounds(x, scale, shift, tf.mul, 1),
  withoutConstant: ({ scale, shift }, part) => ({ scale: part(scale), shift: tf.zerosLike(shift) }),
  reach: {
    of: (m, { scale, shift }) => tf.tidy(() => tf.add(tf.mul(m, tf.abs(scale)), tf.abs(shift))),
    fanIn: () => 1,
    terms: (_, outputShape) => outputShape.reduce((a, b) => a * b, 1),
  },
  pullBack: ({ c, d }, { scale, shift }) =>
    tf.tidy(() => ({ c: tf.mul(c, scale), d: tf.add(d, tf.sum(tf.mul(c, shift), unitAxes(c))) })),
};
