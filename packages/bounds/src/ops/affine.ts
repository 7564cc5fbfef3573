import * as tf from '@tensorflow/tfjs-core';
import { kernelBounds, outwardKernelBounds } from '../affine-bounds';
import { broadcasts, fail, formatShape } from '../errors';
import { unitAxes } from './bias';
import type { UnaryOp } from './definition';

/** `scale` and `shift`, each of a shape that broadcasts to the units: one a channel, `[channels]`, or one a unit. */
export type AffineParams = { readonly scale: tf.Tensor; readonly shift: tf.Tensor };

/** `x * scale + shift`: batch norm, input normalisation, constants added. The scale may be negative. */
export const affine: UnaryOp<AffineParams> = {
  arity: 'unary',
  outputShape: ([input], { scale, shift }) => {
    for (const p of [scale, shift]) {
      if (!broadcasts(p.shape, input!)) {
        fail(
          'affine',
          `expected a scale and shift that broadcast to ${formatShape(input!)}, got ${formatShape(p.shape)}`,
        );
      }
    }
    return input!;
  },
  forward: (x, { scale, shift }) => tf.tidy(() => tf.add(tf.mul(x, scale), shift)),
  interval: (x, { scale, shift }) => kernelBounds(x, scale, shift, tf.mul),
  rounding: (x, { scale, shift }) => outwardKernelBounds(x, scale, shift, tf.mul, 1),
  reach: {
    of: (m, { scale, shift }) => tf.tidy(() => tf.add(tf.mul(m, tf.abs(scale)), tf.abs(shift))),
    fanIn: () => 1,
    terms: (_, outputShape) => outputShape.reduce((a, b) => a * b, 1),
  },
  pullBack: ({ c, d }, { scale, shift }) =>
    tf.tidy(() => ({ c: tf.mul(c, scale), d: tf.add(d, tf.sum(tf.mul(c, shift), unitAxes(c))) })),
};
