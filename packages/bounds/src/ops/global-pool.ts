import { type Shape, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds, outwardMeans } from '../affine-bounds';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import type { TensorOp } from './definition';

const spatialAxes = (x: tf.Tensor): number[] => Array.from({ length: x.rank - 2 }, (_, i) => i + 1);

const mean = (x: tf.Tensor): tf.Tensor => tf.mean(x, spatialAxes(x));

const places = (shape: Shape): number => shape.slice(0, -1).reduce((a, b) => a * b, 1);

/** The mean of each channel over all places: `[...space, channels]` to `[channels]`. */
export const globalAveragePool: TensorOp<'globalAveragePool'> = {
  ...vocabulary.globalAveragePool,
  forward: mean,
  interval: (x) => increasingBounds(x, mean),
  rounding: (x) => outwardMeans(x, mean, places(x.lower.shape.slice(1))),
  reach: { of: mean, fanIn: (_, inputShape) => places(inputShape), terms: () => 1 },
  pullBack: ({ c, d }, _, inputShape) =>
    tf.tidy(() => {
      const space = inputShape.slice(0, -1);
      const channels = inputShape.at(-1)!;
      const share = tf.fill([1, ...space, 1], 1 / space.reduce((a, b) => a * b, 1));
      const folded = tf.reshape(foldSpecs(c), [-1, ...space.map(() => 1), channels]);
      return { c: unfoldSpecs(tf.mul(folded, share), c), d: d.clone() };
    }),
};

const max = (x: tf.Tensor): tf.Tensor => tf.max(x, spatialAxes(x));

/** The greatest of each channel over all places: `[...space, channels]` to `[channels]`. */
export const globalMaxPool: TensorOp<'globalMaxPool'> = {
  ...vocabulary.globalMaxPool,
  forward: max,
  interval: (x) => increasingBounds(x, max),
  rounding: 'exact',
  sign: 'kept',
};
