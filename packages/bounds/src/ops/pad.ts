import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds } from '../affine-bounds';
import { fail, formatShape } from '../errors';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import { unitAxes } from './bias';
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
  rounding: 'exact',
  reach: {
    of: (m, { paddings, value = 0 }) => padded(m, { paddings, value: Math.abs(value) }),
    fanIn: () => 1,
    terms: ({ value = 0 }, outputShape) => (value === 0 ? 0 : outputShape.reduce((a, b) => a * b, 1)),
  },
  pullBack: ({ c, d }, { paddings, value = 0 }, inputShape) =>
    tf.tidy(() => {
      const folded = foldSpecs(c);
      const inner = tf.slice(folded, [0, ...paddings.map(([before]) => before)], [-1, ...inputShape]);
      const pulled = unfoldSpecs(inner, c);
      if (value === 0) return { c: pulled, d: d.clone() };
      const border = padded(tf.zeros([1, ...inputShape]), { paddings, value });
      return { c: pulled, d: tf.add(d, tf.sum(tf.mul(c, border), unitAxes(c))) };
    }),
};
