import { fail } from '../errors';
import { formatShape, type Shaped, sizeOf } from '../shape';
import { biasFits, biasOf, formatBias } from './bias';
import type { LinearOp } from './definition';
import { optional, tensor } from './kinds';
import { rowsFirst } from './rows-first';
import { rowFromRuns } from './runs';

/** `kernel` `[inputs, units]`, `bias` `[units]`. */
export type DenseParams<T extends Shaped = Shaped> = { readonly kernel: T; readonly bias?: T | undefined };

/** `x W + b` over the last axis of `x`: one block `W^T` for each place along the others. */
export const dense: LinearOp<DenseParams> = {
  family: 'linear',
  arity: 'unary',
  parameters: { kernel: tensor, bias: optional(tensor) },
  weights: 'kernel',
  outputShape: ([input], { kernel, bias }) => {
    const [inputs, units] = kernel.shape;
    if (kernel.shape.length !== 2 || input!.at(-1) !== inputs || !biasFits(bias, units!)) {
      fail(
        'dense',
        `expected input [..., inputs], kernel [inputs,units] and bias [units], got ` +
          `${formatShape(input!)}, ${formatShape(kernel.shape)} and ${formatBias(bias)}`,
      );
    }
    return [...input!.slice(0, -1), units!];
  },
  rows: ({ kernel, bias }, [input]) => {
    const [m, n] = kernel.shape as [number, number];
    const places = sizeOf(input!) / m;
    const runs = {
      weights: rowsFirst(kernel.data, n),
      most: 1,
      of: (i: number, into: Int32Array) => {
        into[0] = Math.floor(i / n) * m;
        into[1] = (i % n) * m;
        into[2] = m;
        return 1;
      },
    };
    return {
      inputs: places * m,
      outputs: places * n,
      maxTerms: m,
      bias: biasOf(bias, n),
      row: rowFromRuns(runs),
      runs,
    };
  },
};
