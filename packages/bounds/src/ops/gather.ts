import { axisOf, type GatherParams, type Shape, sizeOf, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds } from '../affine-bounds';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import type { TensorOp } from './definition';

/** The axis between two others: tfjs gathers, and differentiates that, on three axes on every backend. */
const onThree = (x: tf.Tensor, axis: number, map: (x: tf.Tensor) => tf.Tensor): tf.Tensor => {
  const along = axisOf('gather', x.shape.slice(1), axis) + 1;
  const [before, behind] = [x.shape.slice(0, along), x.shape.slice(along + 1)];
  return tf.tidy(() => {
    const mapped = map(tf.reshape(x, [sizeOf(before), x.shape[along]!, sizeOf(behind)]));
    return tf.reshape(mapped, [...before, mapped.shape[1]!, ...behind]);
  });
};

const taken = (x: tf.Tensor, { axis, indices }: GatherParams): tf.Tensor =>
  onThree(x, axis, (y) => tf.gather(y, tf.tensor1d([...indices], 'int32'), 1));

/** For each of `size` units the places that it was taken to, as many for all: `rest` where there are no more. */
function placesOf(indices: readonly number[], size: number, rest: number) {
  const places = Array.from({ length: size }, (): number[] => []);
  for (const [place, index] of indices.entries()) places[index]!.push(place);
  const most = Math.max(...places.map((list) => list.length));
  return {
    most,
    table: places.flatMap((list) => [...list, ...Array<number>(most - list.length).fill(rest)]),
  };
}

/** Sums over the places that each unit was taken to, by gathering once more: from a border of zeros where there is none. */
const given = (y: tf.Tensor, { axis, indices }: GatherParams, input: Shape): tf.Tensor =>
  onThree(y, axis, (c) => {
    const size = input.at(axis)!;
    const { most, table } = placesOf(indices, size, indices.length);
    const [before, , behind] = c.shape as [number, number, number];
    const bordered = tf.pad(c, [
      [0, 0],
      [0, 1],
      [0, 0],
    ]);
    const parts = tf.gather(bordered, tf.tensor1d(table, 'int32'), 1);
    return most === 1
      ? parts
      : tf.reshape(tf.sum(tf.reshape(parts, [before * size, most, behind]), 1), [before, size, behind]);
  });

/** The longest sum of {@link given}; none where no unit is taken twice. */
const terms = ({ indices }: GatherParams): number => {
  const { most } = placesOf(indices, Math.max(...indices) + 1, 0);
  return most === 1 ? 0 : most;
};

/** The units at some places along one axis. */
export const gather: TensorOp<'gather'> = {
  ...vocabulary.gather,
  forward: taken,
  interval: (x, params) => increasingBounds(x, (end) => taken(end, params)),
  rounding: 'exact',
  sign: 'kept',
  reach: { of: taken, fanIn: () => 1, terms },
  pullBack: ({ c, d }, params, inputShape) => ({
    c: tf.tidy(() => unfoldSpecs(given(foldSpecs(c), params, inputShape), c)),
    d: d.clone(),
  }),
};
