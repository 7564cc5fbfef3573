import { fail } from '../errors';
import { formatShape, sizeOf } from '../shape';
import type { LinearOp } from './definition';
import { number, optional, pairs } from './kinds';
import { dot, fromIndices, selection, stridesOf } from './selection';

/** `paddings`: `[before, after]` for each axis of the units; `value` is 0 unless given. */
export type PadParams = {
  readonly paddings: readonly (readonly [number, number])[];
  readonly value?: number;
};

/** A border of a constant around the units. */
export const pad: LinearOp<PadParams> = {
  family: 'linear',
  arity: 'unary',
  parameters: { paddings: pairs, value: optional(number) },
  mixing: 'unitwise',
  outputShape: ([input], { paddings }) => {
    if (paddings.length !== input!.length || paddings.flat().some((n) => !Number.isInteger(n) || n < 0)) {
      fail(
        'pad',
        `expected [before, after] >= 0 for each axis of ${formatShape(input!)}, got ${JSON.stringify(paddings)}`,
      );
    }
    return input!.map((n, i) => n + paddings[i]![0] + paddings[i]![1]);
  },
  rows: ({ paddings, value = 0 }, [input]) => {
    const strides = stridesOf(input!);
    const output = input!.map((n, axis) => n + paddings[axis]![0] + paddings[axis]![1]);
    const source = fromIndices(output, (index) => {
      const inner = index.map((at, axis) => at - paddings[axis]![0]);
      return inner.every((at, axis) => at >= 0 && at < input![axis]!) ? dot(inner, strides) : -1;
    });
    return selection(sizeOf(input!), source, value);
  },
};
