import { axisOf, type ReduceParams, type Shape, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds, outwardMeans } from '../affine-bounds';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import { alongAxis } from './along-axis';
import type { OnSpecs, OnTensors, TensorOp } from './definition';

const sizeAlong = ({ axis }: ReduceParams, input: Shape): number => input[axisOf('reduce', input, axis)]!;

/** A sum over an axis with one weight, of which each unit has its share of a specification on the output. */
function weighted(
  reduce: (x: tf.Tensor) => tf.Tensor,
  weightOf: (size: number) => number,
): OnTensors<ReduceParams, 'unary'> & OnSpecs<ReduceParams> {
  const forward = (x: tf.Tensor, { axis }: ReduceParams) => alongAxis(x, axis, reduce);
  return {
    forward,
    interval: (x, params) => increasingBounds(x, (end) => forward(end, params)),
    rounding: (x, params) =>
      outwardMeans(x, (end) => forward(end, params), sizeAlong(params, x.lower.shape.slice(1))),
    reach: { of: forward, fanIn: sizeAlong, terms: () => 1 },
    pullBack: ({ c, d }, params, inputShape) =>
      tf.tidy(() => {
        const size = sizeAlong(params, inputShape);
        const share = tf.fill([1, size, 1], weightOf(size));
        const spread = alongAxis(foldSpecs(c), params.axis, (y) => tf.mul(y, share));
        return { c: unfoldSpecs(spread, c), d: d.clone() };
      }),
  };
}

/** The sum over one axis, of which a size of 1 stays. */
export const sum: TensorOp<'sum'> = {
  ...vocabulary.sum,
  ...weighted(
    (x) => tf.sum(x, 1, true),
    () => 1,
  ),
};

/** The mean over one axis, of which a size of 1 stays. */
export const mean: TensorOp<'mean'> = {
  ...vocabulary.mean,
  ...weighted(
    (x) => tf.mean(x, 1, true),
    (size) => 1 / size,
  ),
};

const greatest = (x: tf.Tensor, { axis }: ReduceParams): tf.Tensor =>
  alongAxis(x, axis, (y) => tf.max(y, 1, true));

/** The greatest over one axis, of which a size of 1 stays. */
export const max: TensorOp<'max'> = {
  ...vocabulary.max,
  forward: greatest,
  interval: (x, params) => increasingBounds(x, (end) => greatest(end, params)),
  rounding: 'exact',
  sign: 'kept',
};
