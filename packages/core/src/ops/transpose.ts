import { fail } from '../errors';
import { formatShape, sizeOf } from '../shape';
import type { LinearOp } from './definition';
import { shape } from './kinds';
import { dot, fromIndices, selection, stridesOf } from './selection';

/** `permutation` of the axes of the units, without the batch: `[1, 0]` swaps rows and columns. */
export type TransposeParams = { readonly permutation: readonly number[] };

/** The units with their axes in another order. */
export const transpose: LinearOp<TransposeParams> = {
  family: 'linear',
  arity: 'unary',
  parameters: { permutation: shape },
  mixing: 'unitwise',
  outputShape: ([input], { permutation }) => {
    if ([...permutation].sort((a, b) => a - b).join() !== [...input!.keys()].join()) {
      fail(
        'transpose',
        `expected a permutation of the axes of ${formatShape(input!)}, got ${formatShape(permutation)}`,
      );
    }
    return permutation.map((axis) => input![axis]!);
  },
  rows: ({ permutation }, [input]) => {
    const strides = stridesOf(input!);
    const from = permutation.map((axis) => strides[axis]!);
    const output = permutation.map((axis) => input![axis]!);
    return selection(
      sizeOf(input!),
      fromIndices(output, (index) => dot(index, from)),
    );
  },
};
