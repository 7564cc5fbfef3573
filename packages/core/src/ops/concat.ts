import { fail } from '../errors';
import { formatShape, sizeOf } from '../shape';
import type { ConcatOp } from './definition';
import { whole } from './kinds';
import { dot, fromIndices, selection, stridesOf } from './selection';

/** `axis` of the units, without the batch; -1 is the last. */
export type ConcatParams = { readonly axis: number };

/** The inputs one after the other along an axis. */
export const concat: ConcatOp<ConcatParams> = {
  family: 'concat',
  arity: 'nary',
  parameters: { axis: whole },
  outputShape: (inputs, { axis }) => {
    if (inputs.length === 0) fail('concat', 'expected at least one input, got none');
    const first = inputs[0]!;
    const along = axis < 0 ? first.length + axis : axis;
    const fits = inputs.every(
      (s) => s.length === first.length && s.every((n, i) => i === along || n === first[i]),
    );
    if (!fits || along < 0 || along >= first.length) {
      fail('concat', `expected inputs alike but for axis ${axis}, got ${inputs.map(formatShape).join(' ')}`);
    }
    return first.map((n, i) => (i === along ? inputs.reduce((sum, s) => sum + s[i]!, 0) : n));
  },
  rows: ({ axis }, inputs) => {
    const first = inputs[0]!;
    const along = axis < 0 ? first.length + axis : axis;
    const starts = inputs.map((_, k) => inputs.slice(0, k).reduce((sum, shape) => sum + shape[along]!, 0));
    const offsets = inputs.map((_, k) => inputs.slice(0, k).reduce((sum, shape) => sum + sizeOf(shape), 0));
    const total = inputs.reduce((sum, shape) => sum + shape[along]!, 0);
    const output = first.map((n, i) => (i === along ? total : n));
    const source = fromIndices(output, (index) => {
      const which = starts.findLastIndex((start, k) => index[along]! >= start && inputs[k]![along]! > 0);
      const inner = index.map((at, i) => (i === along ? at - starts[which]! : at));
      return offsets[which]! + dot(inner, stridesOf(inputs[which]!));
    });
    return selection(
      inputs.reduce((sum, shape) => sum + sizeOf(shape), 0),
      source,
    );
  },
};
