import * as tf from '@tensorflow/tfjs-core';
import { fail, formatShape } from '../errors';
import type { NaryOp } from './definition';

/** `axis` of the units, without the batch; -1 is the last. */
export type ConcatParams = { readonly axis: number };

const joined = (inputs: readonly tf.Tensor[], { axis }: ConcatParams): tf.Tensor =>
  tf.concat([...inputs], axis < 0 ? inputs[0]!.rank + axis : axis + 1);

/** The inputs one after the other along an axis. */
export const concat: NaryOp<ConcatParams> = {
  arity: 'nary',
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
  forward: joined,
  interval: (inputs, params) => ({
    lower: joined(
      inputs.map((b) => b.lower),
      params,
    ),
    upper: joined(
      inputs.map((b) => b.upper),
      params,
    ),
  }),
  rounding: 'exact',
};
