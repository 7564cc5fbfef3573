import type { LinearSpec } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { type Net, NetBuilder } from '../net';

/** Outputs 0, 0 and 5, whatever the two inputs are. */
export const constantNet = (): Net =>
  new NetBuilder([2])
    .dense(
      [
        [1, 0],
        [0, 1],
      ],
      [0, 0],
    )
    .add('relu')
    .dense(
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
      [0, 0, 5],
    )
    .done();

export type Misfit = {
  readonly c: readonly number[];
  readonly shape: readonly number[];
  readonly d: readonly number[];
  readonly dShape: readonly [number, number];
};

const misfit = (
  c: readonly number[],
  shape: readonly number[],
  d: readonly number[],
  dShape: readonly [number, number],
): Misfit => ({ c, shape, d, dShape });

/** Properties that are not of three outputs of one example; what cutting or filling with zeros makes of them holds. */
export const misfits: { readonly [name: string]: Misfit } = {
  'one constant for two rows': misfit([1, 0, 0, 0, 0, 1], [1, 2, 3], [-1], [1, 1]),
  'two outputs of three': misfit([1, 1], [1, 1, 2], [-1], [1, 1]),
  'four outputs of three': misfit([1, 1, 0, 0], [1, 1, 4], [-1], [1, 1]),
  'two constants for one row': misfit([0, 0, -1], [1, 1, 3], [-1, -1], [1, 2]),
  'rows of two examples': misfit([1, 0, 0, 0, 1, 0], [2, 1, 3], [-1, -1], [2, 1]),
  'a row of images': misfit([1, 0, 0], [1, 1, 3, 1], [-1], [1, 1]),
  'no rows': misfit([], [1, 0, 3], [], [1, 0]),
};

export const specOf = ({ c, shape, d, dShape: [batch, specs] }: Misfit): LinearSpec => ({
  c: tf.tensor([...c], [...shape]),
  d: tf.tensor2d([...d], [batch, specs]),
});

/** The same as arrays, which know no shape; `undefined` where they are two rows, or one, as they should be. */
export const plainSpecOf = ({ c, d }: Misfit) =>
  d.length > 0 && c.length === 3 * d.length
    ? undefined
    : { c: Float64Array.from(c), d: Float64Array.from(d) };
