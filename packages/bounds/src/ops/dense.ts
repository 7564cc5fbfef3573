import * as tf from '@tensorflow/tfjs-core';
import { affineBounds } from '../affine-bounds';
import { dotLastAxis } from '../dot';
import { fail, formatShape } from '../errors';
import type { UnaryOp } from './definition';

/** `kernel` `[inputs, units]`, `bias` `[units]`. */
export type DenseParams = { readonly kernel: tf.Tensor; readonly bias?: tf.Tensor | undefined };

const withBias = (z: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor => (bias ? tf.add(z, bias) : z);

/** `x W + b` over the last axis of `x`. */
export const dense: UnaryOp<DenseParams> = {
  arity: 'unary',
  outputShape: ([input], { kernel, bias }) => {
    const [inputs, units] = kernel.shape;
    if (kernel.rank !== 2 || input!.at(-1) !== inputs || (bias && bias.size !== units)) {
      fail(
        'dense',
        `expected input [..., inputs], kernel [inputs, units] and bias [units], got ` +
          `${formatShape(input!)}, ${formatShape(kernel.shape)} and ${bias ? formatShape(bias.shape) : 'none'}`,
      );
    }
    return [...input!.slice(0, -1), units!];
  },
  forward: (x, { kernel, bias }) => tf.tidy(() => withBias(dotLastAxis(x, kernel), bias)),
  interval: (x, { kernel, bias }) =>
    affineBounds(
      x,
      (mu) => withBias(dotLastAxis(mu, kernel), bias),
      (r) => dotLastAxis(r, tf.abs(kernel)),
    ),
  pullBack: ({ c, d }, { kernel, bias }) =>
    tf.tidy(() => {
      const unitsLast = c.rank - 1;
      const atBias = bias
        ? tf.sum(
            tf.mul(c, bias),
            Array.from({ length: unitsLast - 1 }, (_, i) => i + 2),
          )
        : undefined;
      return { c: dotLastAxis(c, tf.transpose(kernel)), d: atBias ? tf.add(d, atBias) : d.clone() };
    }),
};
