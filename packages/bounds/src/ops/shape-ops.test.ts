import * as tf from '@tensorflow/tfjs-core';
import type { IntervalBounds } from '../interval';
import { intervalRules } from '../rules';
import { pullBack } from '../spec/pull-back';
import { expectBounds } from '../testing/expect';

/** Lower ends 0, 1, 2, ...; upper ends 10 more. */
const counting = (shape: number[], from = 0): IntervalBounds => {
  const n = shape.reduce((a, b) => a * b, 1);
  const lower = tf.reshape(tf.range(from, from + n), [1, ...shape]);
  return { lower, upper: tf.add(lower, 10) };
};

it('concat joins along an axis of the units, from the front or the back', () => {
  const [a, b] = [counting([2, 1]), counting([2, 2], 5)];
  const ends = [
    [0, 5, 6, 1, 7, 8],
    [10, 15, 16, 11, 17, 18],
  ] as const;
  for (const axis of [1, -1]) {
    const joined = intervalRules.concat([a, b], { axis });
    expect(joined.lower.shape).toEqual([1, 2, 3]);
    expectBounds(joined, ...ends);
  }
  expect(intervalRules.concat([a, a], { axis: 0 }).lower.shape).toEqual([1, 4, 1]);
});

it('concat refuses inputs that differ elsewhere, an axis that is not there, and no input', () => {
  const join = (shapes: number[][], axis: number) => () =>
    intervalRules.concat(
      shapes.map((s) => counting(s)),
      { axis },
    );
  expect(
    join(
      [
        [2, 1],
        [3, 1],
      ],
      1,
    ),
  ).toThrow('concat: expected inputs alike but for axis 1, got [2,1] [3,1]');
  expect(join([[2], [2, 1]], 0)).toThrow('concat: expected inputs alike but for axis 0, got [2] [2,1]');
  expect(join([[2], [2]], 1)).toThrow('concat: expected inputs alike but for axis 1, got [2] [2]');
  expect(join([], 0)).toThrow('concat: expected at least one input, got none');
});

it('reshape keeps the order of the units', () => {
  const bounds = intervalRules.reshape(counting([2, 3]), { shape: [3, 2] });
  expect(bounds.lower.shape).toEqual([1, 3, 2]);
  expectBounds(bounds, [0, 1, 2, 3, 4, 5], [10, 11, 12, 13, 14, 15]);
  expect(() => intervalRules.reshape(counting([2, 3]), { shape: [4] })).toThrow(
    'reshape: expected a shape of 6 units for [2,3], got [4]',
  );
});

it('transpose permutes the axes of the units', () => {
  const bounds = intervalRules.transpose(counting([2, 3]), { permutation: [1, 0] });
  expect(bounds.lower.shape).toEqual([1, 3, 2]);
  expectBounds(bounds, [0, 3, 1, 4, 2, 5], [10, 13, 11, 14, 12, 15]);
  expect(() => intervalRules.transpose(counting([2, 3]), { permutation: [1, 1] })).toThrow(
    'transpose: expected a permutation of the axes of [2,3], got [1,1]',
  );
});

it('pad surrounds both ends with one value', () => {
  expectBounds(intervalRules.pad(counting([2]), { paddings: [[1, 2]] }), [0, 0, 1, 0, 0], [0, 10, 11, 0, 0]);
  expectBounds(intervalRules.pad(counting([2]), { paddings: [[1, 0]], value: 7 }), [7, 0, 1], [7, 10, 11]);
});

it('pad refuses other paddings than two for each axis', () => {
  const message = 'pad: expected [before, after] >= 0 for each axis of [2], got ';
  expect(() => intervalRules.pad(counting([2]), { paddings: [] })).toThrow(`${message}[]`);
  expect(() => intervalRules.pad(counting([2]), { paddings: [[-1, 0]] })).toThrow(`${message}[[-1,0]]`);
});

it('broadcast repeats units along axes of size 1 and in front; a specification sums over them', () => {
  const gate = counting([1, 2]);
  const spread = intervalRules.broadcast(gate, { shape: [2, 3, 2] });
  expect(spread.lower.shape).toEqual([1, 2, 3, 2]);
  const repeat = (ends: number[]) => Array.from({ length: 6 }, () => ends).flat();
  expectBounds(spread, repeat([0, 1]), repeat([10, 11]));
  const spec = { c: tf.reshape(tf.range(0, 12), [1, 1, 2, 3, 2]), d: tf.tensor2d([[7]]) };
  const pulled = pullBack(spec, 'broadcast', { shape: [2, 3, 2] }, [1, 2]);
  expect([pulled.c.shape, ...pulled.c.dataSync(), ...pulled.d.dataSync()]).toEqual([[1, 1, 1, 2], 30, 36, 7]);
});

it('broadcast refuses what does not fit', () => {
  for (const shape of [[3, 2], [2]]) {
    const spread = () => intervalRules.broadcast(counting([1, 3]), { shape });
    expect(spread).toThrow(`broadcast: expected an input that broadcasts to [${shape}], got [1,3]`);
  }
});

it('gather takes units along an axis, some of them twice; a specification sums over these', () => {
  const params = { axis: -1, indices: [2, 0, 2] };
  const taken = intervalRules.gather(counting([2, 3]), params);
  expect(taken.lower.shape).toEqual([1, 2, 3]);
  expectBounds(taken, [2, 0, 2, 5, 3, 5], [12, 10, 12, 15, 13, 15]);
  const spec = { c: tf.reshape(tf.range(1, 7), [1, 1, 2, 3]), d: tf.tensor2d([[7]]) };
  const pulled = pullBack(spec, 'gather', params, [2, 3]);
  expect([pulled.c.shape, ...pulled.c.dataSync(), ...pulled.d.dataSync()]).toEqual([
    ...[[1, 1, 2, 3], 2, 0, 4],
    ...[5, 0, 10, 7],
  ]);
});

it('gather takes neighbours as a slice, and a specification knows nothing of the others', () => {
  const params = { axis: 0, indices: [1, 2] };
  expectBounds(intervalRules.gather(counting([4, 2]), params), [2, 3, 4, 5], [12, 13, 14, 15]);
  const spec = { c: tf.reshape(tf.range(1, 5), [1, 1, 2, 2]), d: tf.tensor2d([[7]]) };
  const pulled = pullBack(spec, 'gather', params, [4, 2]);
  expect([pulled.c.shape, ...pulled.c.dataSync(), ...pulled.d.dataSync()]).toEqual([
    ...[[1, 1, 4, 2], 0, 0, 1, 2],
    ...[3, 4, 0, 0, 7],
  ]);
});

it('gather refuses an axis or an index that is not there, and none', () => {
  const gather = (axis: number, indices: number[]) => () =>
    intervalRules.gather(counting([2, 3]), { axis, indices });
  expect(gather(2, [0])).toThrow('gather: expected an axis of [2,3], got 2');
  expect(gather(1, [0, 3])).toThrow('gather: expected indices from 0 to 2 for axis 1 of [2,3], got 3');
  expect(gather(0, [-1])).toThrow('gather: expected indices from 0 to 1 for axis 0 of [2,3], got -1');
  expect(gather(0, [])).toThrow('gather: expected at least one index, got none');
});
