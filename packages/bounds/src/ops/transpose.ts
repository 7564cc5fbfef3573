import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds } from '../affine-bounds';
import { fail, formatShape } from '../errors';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import type { UnaryOp } from './definition';

/** `permutation` of the axes of the units, without the batch: `[1, 0]` swaps rows and columns. */
export type TransposeParams = { readonly permutation: readonly number[] };

const transposed = (x: tf.Tensor, { permutation }: TransposeParams): tf.Tensor =>
  tf.transpose(x, [0, ...permutation.map((axis) => axis + 1)]);

/** The units with their axes in another order. */
export const transpose: UnaryOp<TransposeParams> = {
  arity: 'unary',
  outputShape: ([input], { permutation }) => {
    if ([...permutation].sort((a, b) => a - b).join() !== [...input!.keys()].join()) {
      fail(
        'transpose',
        `expected a permutation of the axes of ${formatShape(input!)}, got ${formatShape(permutation)}`,
      );
    }
    return permutation.map((axis) => input![axis]!);
  },
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
