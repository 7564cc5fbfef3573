import { type ReshapeParams, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds } from '../affine-bounds';
import type { TensorOp } from './definition';

const reshaped = (x: tf.Tensor, { shape }: ReshapeParams): tf.Tensor =>
  tf.reshape(x, [x.shape[0]!, ...shape]);

/** The same units in another shape; flatten is one of these. */
export const reshape: TensorOp<'reshape'> = {
  ...vocabulary.reshape,
  forward: reshaped,
  interval: (x, params) => increasingBounds(x, (end) => reshaped(end, params)),
  rounding: 'exact',
  sign: 'kept',
  pullBack: ({ c, d }, _, inputShape) => ({
    c: tf.reshape(c, [c.shape[0]!, c.shape[1]!, ...inputShape]),
    d: d.clone(),
  }),
};
