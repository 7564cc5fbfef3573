import { fail } from '../errors';
import { formatShape, type Shape, sizeOf } from '../shape';
import type { NoParams, Op } from './definition';

/** Products of matrices: `count` of them, `[rows, inner]` by `[inner, columns]` each. */
export type MatMulSizes = {
  readonly count: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
};

/** The sizes of products of the last two axes. */
export const matMulSizes = ([a, b]: readonly Shape[]): MatMulSizes => ({
  count: sizeOf(a!.slice(0, -2)),
  rows: a!.at(-2)!,
  inner: a!.at(-1)!,
  columns: b!.at(-1)!,
});

/** `a b` over the last two axes, matrix by matrix along the others: scores and values of attention. */
export const matMul: Op<'matMul', 'binary', NoParams> = {
  family: 'matMul',
  arity: 'binary',
  parameters: {},
  outputShape: ([a, b]) => {
    const outer = a!.slice(0, -2);
    const fits =
      a!.length >= 2 &&
      a!.at(-1)! > 0 &&
      a!.at(-1) === b!.at(-2) &&
      b!.length === a!.length &&
      outer.join() === b!.slice(0, -2).join();
    if (!fits) {
      fail(
        'matMul',
        `expected matrices [..., rows, inner] and [..., inner, columns], got ${formatShape(a!)} and ${formatShape(b!)}`,
      );
    }
    return [...outer, a!.at(-2)!, b!.at(-1)!];
  },
};
