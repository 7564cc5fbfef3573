import { type BroadcastParams, type Shape, sizeOf, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds } from '../affine-bounds';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import type { TensorOp } from './definition';

/** The input's shape with a 1 for each axis that it lacks. */
const aligned = (input: Shape, shape: Shape): Shape => [
  ...Array<number>(shape.length - input.length).fill(1),
  ...input,
];

/** The axes that are repeated, with what lies before them once those before are repeated, and behind them if they are not. */
const repeated = (input: Shape, shape: Shape) =>
  aligned(input, shape).flatMap((n, axis) => {
    if (n === shape[axis]) return [];
    const behind = sizeOf(aligned(input, shape).slice(axis + 1));
    return [{ before: sizeOf(shape.slice(0, axis)), times: shape[axis]!, behind }];
  });

/** Axis by axis on three axes: tfjs has no gradients of broadcasting or tiling at higher ranks. */
const spread = (x: tf.Tensor, { shape }: BroadcastParams): tf.Tensor => {
  const [rows, ...input] = x.shape as [number, ...number[]];
  return tf.tidy(() => {
    const whole = repeated(input, shape).reduce<tf.Tensor>(
      (y, { before, times, behind }) =>
        tf.mul(tf.reshape(y, [rows * before, 1, behind]), tf.ones([1, times, 1])),
      x,
    );
    return tf.reshape(whole, [rows, ...shape]);
  });
};

/** The units repeated along axes of size 1, or new ones in front, as numpy aligns shapes: for a gate of each channel. */
export const broadcast: TensorOp<'broadcast'> = {
  ...vocabulary.broadcast,
  forward: spread,
  interval: (x, params) => increasingBounds(x, (end) => spread(end, params)),
  rounding: 'exact',
  reach: {
    of: spread,
    fanIn: () => 1,
    // axis after axis
    terms: (_, shape, input) => repeated(input, shape).reduce((sum, { times }) => sum + times, 0),
  },
  pullBack: ({ c, d }, { shape }, inputShape) =>
    tf.tidy(() => {
      const folded = foldSpecs(c);
      const rows = folded.shape[0]!;
      const summed = repeated(inputShape, shape).reduceRight<tf.Tensor>(
        (y, { before, times, behind }) => tf.sum(tf.reshape(y, [rows * before, times, behind]), 1),
        folded,
      );
      return { c: unfoldSpecs(tf.reshape(summed, [rows, ...inputShape]), c), d: d.clone() };
    }),
};
