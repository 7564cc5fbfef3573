import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds } from '../affine-bounds';
import { fail, formatShape } from '../errors';
import { adjointPullBack } from '../spec/adjoint';
import type { UnaryOp } from './definition';

/** `paddings`: `[before, after]` for each axis of the units; `value` is 0 unless given. */
export type PadParams = {
  readonly paddings: readonly (readonly [number, number])[];
  readonly value?: number;
};

const padded = (x: tf.Tensor, { paddings, value = 0 }: PadParams): tf.Tensor =>
  tf.pad(x, [[0, 0], ...paddings.map(([before, after]): [number, number] => [before, after])], value);

/** A border of a constant around the units. */
export const pad: UnaryOp<PadParams> = {
  arity: 'unary',
  outputShape: ([input], { paddings }) => {
    if (paddings.length !== input!.length || paddings.flat().some((n) => !Number.isInteger(n) || n < 0)) {
      fail(
        'pad',
        `expected [before, after] >= 0 for each axis of ${formatShape(input!)}, got ${JSON.stringify(paddings)}`,
      );
    }
    return input!.map((n, i) => n + paddings[i]![0] + paddings[i]![1]);
  },
  forward: padded,
  interval: (x, params) => increasingBounds(x, (end) => padded(end, params)),
  pullBack: (spec, { paddings, value = 0 }, inputShape) =>
    tf.tidy(() => {
      const zeroPad = { paddings, value: 0 };
      const pulled = adjointPullBack(spec, (x) => padded(x, zeroPad), inputShape);
      if (value === 0) return pulled;
      const border = padded(tf.zeros([1, ...inputShape]), { paddings, value });
      const units = Array.from({ length: spec.c.rank - 2 }, (_, i) => i + 2);
      return { c: pulled.c, d: tf.add(pulled.d, tf.sum(tf.mul(spec.c, border), units)) };
    }),
};
