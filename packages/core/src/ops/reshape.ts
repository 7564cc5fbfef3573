import { fail } from '../errors';
import { formatShape, type Shape, sizeOf } from '../shape';
import type { LinearOp } from './definition';
import { shape } from './kinds';
import { selection } from './selection';

/** `shape`: the new shape of the units, without the batch. */
export type ReshapeParams = { readonly shape: Shape };

/** The same units in another shape; flatten is one of these. */
export const reshape: LinearOp<ReshapeParams> = {
  family: 'linear',
  arity: 'unary',
  parameters: { shape },
  mixing: 'unitwise',
  outputShape: ([input], { shape }) => {
    if (sizeOf(input!) !== sizeOf(shape)) {
      fail(
        'reshape',
        `expected a shape of ${sizeOf(input!)} units for ${formatShape(input!)}, got ${formatShape(shape)}`,
      );
    }
    return shape;
  },
  rows: (_, [input]) =>
    selection(
      sizeOf(input!),
      Int32Array.from({ length: sizeOf(input!) }, (_, i) => i),
    ),
};
