import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds } from '../affine-bounds';
import { fail, formatShape, type Shape } from '../errors';
import type { UnaryOp } from './definition';

/** `shape`: the new shape of the units, without the batch. */
export type ReshapeParams = { readonly shape: Shape };

const size = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);
const reshaped = (x: tf.Tensor, { shape }: ReshapeParams): tf.Tensor =>
  tf.reshape(x, [x.shape[0]!, ...shape]);

/** The same units in another shape; flatten is one of these. */
export const reshape: UnaryOp<ReshapeParams> = {
  arity: 'unary',
  outputShape: ([input], { shape }) => {
    if (size(input!) !== size(shape)) {
      fail(
        'reshape',
        `expected a shape of ${size(input!)} units for ${formatShape(input!)}, got ${formatShape(shape)}`,
      );
    }
    return shape;
  },
  forward: reshaped,
  interval: (x, params) => increasingBounds(x, (end) => reshaped(end, params)),
  rounding: 'exact',
  sign: 'kept',
  pullBack: ({ c, d }, _, inputShape) => ({
    c: tf.reshape(c, [c.shape[0]!, c.shape[1]!, ...inputShape]),
    d: d.clone(),
  }),
};
