import { fail } from '../errors';
import { axisOf, formatShape, sizeOf } from '../shape';
import { aroundAxis } from './axis';
import type { LinearOp } from './definition';
import { whole, wholes } from './kinds';
import { selection } from './selection';

/** `axis` of the units, without the batch, -1 being the last; `indices` along it, from 0, in any order and as often as wanted. */
export type GatherParams = { readonly axis: number; readonly indices: readonly number[] };

/**
 * The units at some places along one axis, which becomes as long as `indices`: a slice, also one with steps or from the
 * end, one part of a split, a permutation, nearest resizing along one axis.
 */
export const gather: LinearOp<GatherParams> = {
  family: 'linear',
  arity: 'unary',
  parameters: { axis: whole, indices: wholes },
  mixing: ({ indices }) => (new Set(indices).size === indices.length ? 'unitwise' : 'mixed'),
  outputShape: ([input], { axis, indices }) => {
    const along = axisOf('gather', input!, axis);
    const size = input![along]!;
    if (indices.length === 0) fail('gather', 'expected at least one index, got none');
    const outside = indices.find((i) => !(Number.isInteger(i) && i >= 0 && i < size));
    if (outside !== undefined) {
      fail(
        'gather',
        `expected indices from 0 to ${size - 1} for axis ${axis} of ${formatShape(input!)}, got ${outside}`,
      );
    }
    return input!.map((n, i) => (i === along ? indices.length : n));
  },
  rows: ({ axis, indices }, [input]) => {
    const { before, size, behind } = aroundAxis('gather', input!, axis);
    const source = new Int32Array(before * indices.length * behind);
    let at = 0;
    for (let row = 0; row < before; row++) {
      for (const index of indices) {
        const start = (row * size + index) * behind;
        for (let i = 0; i < behind; i++) source[at++] = start + i;
      }
    }
    return selection(sizeOf(input!), source);
  },
};
