import { type PadParams, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds } from '../affine-bounds';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import { unitAxes } from './bias';
import type { TensorOp } from './definition';

const padded = (x: tf.Tensor, { paddings, value = 0 }: PadParams): tf.Tensor =>
  tf.pad(x, [[0, 0], ...paddings.map(([before, after]): [number, number] => [before, after])], value);

/** A border of a constant around the units. */
export const pad: TensorOp<'pad'> = {
  ...vocabulary.pad,
  forward: padded,
  interval: (x, params) => increasingBounds(x, (end) => padded(end, params)),
  rounding: 'exact',
  withoutConstant: ({ paddings }) => ({ paddings }),
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
