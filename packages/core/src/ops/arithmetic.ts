import { fail } from '../errors';
import { formatShape, type Shape, sizeOf } from '../shape';
import type { NoParams, Op, Rows, SumOp } from './definition';

const equalShapes =
  (where: string) =>
  ([a, b]: readonly Shape[]): Shape => {
    if (a!.join() !== b!.join()) {
      fail(where, `expected two inputs of one shape, got ${formatShape(a!)} and ${formatShape(b!)}`);
    }
    return a!;
  };

const combination =
  (second: 1 | -1): Rows<NoParams> =>
  (_, [a]) => {
    const n = sizeOf(a!);
    return {
      inputs: 2 * n,
      outputs: n,
      maxTerms: 2,
      bias: () => 0,
      row: (i, columns, weights) => {
        columns[0] = i;
        columns[1] = n + i;
        weights[0] = 1;
        weights[1] = second;
        return 2;
      },
    };
  };

/** `a + b`, as where a residual block ends. */
export const add: SumOp<'add'> = {
  family: 'add',
  arity: 'binary',
  parameters: {},
  outputShape: equalShapes('add'),
  rows: combination(1),
};

/** `a - b`. */
export const subtract: SumOp<'subtract'> = {
  family: 'subtract',
  arity: 'binary',
  parameters: {},
  outputShape: equalShapes('subtract'),
  rows: combination(-1),
};

/** `a * b`, element by element. */
export const multiply: Op<'multiply', 'binary', NoParams> = {
  family: 'multiply',
  arity: 'binary',
  parameters: {},
  outputShape: equalShapes('multiply'),
};
