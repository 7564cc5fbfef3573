import { type TransposeParams, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds } from '../affine-bounds';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import type { TensorOp } from './definition';

const transposed = (x: tf.Tensor, { permutation }: TransposeParams): tf.Tensor =>
  tf.transpose(x, [0, ...permutation.map((axis) => axis + 1)]);

/** The units with their axes in another order. */
export const transpose: TensorOp<'transpose'> = {
  ...vocabulary.transpose,
  forward: transposed,
  interval: (x, params) => increasingBounds(x, (end) => transposed(end, params)),
  rounding: 'exact',
  sign: 'kept',
  pullBack: ({ c, d }, { permutation }) =>
    tf.tidy(() => {
      const inverse = permutation.map((_, axis) => permutation.indexOf(axis));
      return { c: unfoldSpecs(transposed(foldSpecs(c), { permutation: inverse }), c), d: d.clone() };
    }),
};
