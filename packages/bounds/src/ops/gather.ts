import { type GatherParams, type Shape, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { increasingBounds } from '../affine-bounds';
import { foldSpecs, unfoldSpecs } from '../spec/fold';
import { alongAxis } from './along-axis';
import type { TensorOp } from './definition';

/** Whether the units are neighbours in their order, as those of a crop are: a slice, which is much cheaper. */
const isSlice = (indices: readonly number[]): boolean =>
  indices.every((index, place) => index === indices[0]! + place);

const taken = (x: tf.Tensor, { axis, indices }: GatherParams): tf.Tensor =>
  alongAxis(x, axis, (y) =>
    isSlice(indices)
      ? tf.slice(y, [0, indices[0]!, 0], [-1, indices.length, -1])
      : tf.gather(y, tf.tensor1d([...indices], 'int32'), 1),
  );

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
  alongAxis(y, axis, (c) => {
    const size = input.at(axis)!;
    const [first = 0] = indices;
    if (isSlice(indices)) {
      return tf.pad(c, [
        [0, 0],
        [first, size - first - indices.length],
        [0, 0],
      ]);
    }
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
