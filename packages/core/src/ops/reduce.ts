import { fail } from '../errors';
import { axisOf, formatShape, type Shape, sizeOf } from '../shape';
import { type AxisParts, aroundAxis } from './axis';
import type { LinearOp, PoolOp } from './definition';
import { whole } from './kinds';

/** `axis` of the units that is reduced to a size of 1, without the batch; -1 is the last. */
export type ReduceParams = { readonly axis: number };

const reducedShape = (where: string, input: Shape, { axis }: ReduceParams): Shape => {
  const along = axisOf(where, input, axis);
  if (input[along] === 0) {
    fail(where, `expected units along axis ${axis}, got ${formatShape(input)}`);
  }
  return input.map((n, i) => (i === along ? 1 : n));
};

/** Writes the units that output `i` is of, one behind the other along the axis, and gives their number. */
const unitsOf =
  ({ size, behind }: AxisParts) =>
  (i: number, units: Int32Array): number => {
    const start = Math.floor(i / behind) * size * behind + (i % behind);
    for (let k = 0; k < size; k++) units[k] = start + k * behind;
    return size;
  };

const weighted = (where: 'sum' | 'mean', weightOf: (size: number) => number): LinearOp<ReduceParams> => ({
  family: 'linear',
  arity: 'unary',
  parameters: { axis: whole },
  mixing: () => 'apart',
  outputShape: ([input], params) => reducedShape(where, input!, params),
  rows: ({ axis }, [input]) => {
    const parts = aroundAxis(where, input!, axis);
    const units = unitsOf(parts);
    return {
      inputs: sizeOf(input!),
      outputs: parts.before * parts.behind,
      maxTerms: parts.size,
      bias: () => 0,
      row: (i, columns, weights) => {
        weights.fill(weightOf(parts.size), 0, parts.size);
        return units(i, columns);
      },
    };
  },
});

/** The sum over one axis, of which a size of 1 stays: `[2, 3]` to `[2, 1]` over axis 1. */
export const sum = weighted('sum', () => 1);

/** The mean over one axis, of which a size of 1 stays. */
export const mean = weighted('mean', (size) => 1 / size);

/** The greatest over one axis, of which a size of 1 stays. */
export const max: PoolOp<ReduceParams> = {
  family: 'pool',
  arity: 'unary',
  parameters: { axis: whole },
  outputShape: ([input], params) => reducedShape('max', input!, params),
  windows: ({ axis }, input) => {
    const parts = aroundAxis('max', input, axis);
    return { longest: parts.size, units: unitsOf(parts) };
  },
};
