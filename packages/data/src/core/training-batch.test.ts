import * as tf from '@tensorflow/tfjs-core';
import { padAndCrop } from './augment';
import { fromArrays } from './from-arrays';
import { trainingBatch } from './training-batch';
import { stepsPerEpoch } from './training-values';

const dataset = fromArrays({
  images: Uint8Array.from({ length: 10 * 9 }, (_, i) => i),
  labels: Uint8Array.from({ length: 10 }, (_, i) => i),
  shape: [3, 3, 1],
});

it('visits no example twice in an epoch, and shuffles each epoch anew', () => {
  expect(stepsPerEpoch(dataset, 3)).toBe(3);
  const epoch = (first: number) =>
    [0, 1, 2].flatMap((i) => [...trainingBatch(dataset, first + i, { batchSize: 3, seed: 1 }).indices]);
  expect(new Set(epoch(0)).size).toBe(9);
  expect(new Set(epoch(3)).size).toBe(9);
  expect(epoch(3)).not.toEqual(epoch(0));
});

it('gives pixels / 255 with the labels that belong to them', () => {
  const { x, labels, indices } = trainingBatch(dataset, 5, { batchSize: 4, seed: 1 });
  expect(x.shape).toEqual([4, 3, 3, 1]);
  expect(x.dtype).toBe('float32');
  expect(labels).toEqual(indices);
  const expected = [...indices].flatMap((i) => [...dataset.images.subarray(9 * i, 9 * i + 9)]);
  expect(Array.from(x.dataSync())).toEqual(expected.map((byte) => Math.fround(byte / 255)));
});

it('depends on its arguments alone: any order of calls, and a copy of the data, give the same batches', () => {
  const options = { batchSize: 4, seed: 9, augment: padAndCrop(1) };
  const read = (data: typeof dataset, step: number) => {
    const { x, indices } = trainingBatch(data, step, options);
    return [...x.dataSync(), ...indices];
  };
  const forward = [0, 1, 2, 3].map((step) => read(dataset, step));
  const backward = [3, 2, 1, 0].map((step) => read({ ...dataset }, step)).reverse();
  expect(backward).toEqual(forward);
});

it('augments the same image differently at each step, and leaves the dataset as it was', () => {
  const before = dataset.images.slice();
  const one = {
    ...dataset,
    images: dataset.images.subarray(0, 9),
    labels: dataset.labels.subarray(0, 1),
    count: 1,
  };
  const options = { batchSize: 1, seed: 0, augment: padAndCrop(2) };
  const seen = Array.from({ length: 20 }, (_, step) => trainingBatch(one, step, options).x.dataSync().join());
  expect(new Set(seen).size).toBeGreaterThan(5);
  expect(dataset.images).toEqual(before);
});

it('allocates one tensor', () => {
  const before = tf.memory().numTensors;
  const { x } = trainingBatch(dataset, 0, { batchSize: 2, seed: 0 });
  expect(tf.memory().numTensors - before).toBe(1);
  x.dispose();
});

it('says what is wrong', () => {
  expect(() => trainingBatch(dataset, 0, { batchSize: 11, seed: 0 })).toThrow(
    'trainingBatch: expected batchSize in 1..10 (the size of arrays), got 11',
  );
  expect(() => trainingBatch(dataset, -1, { batchSize: 2, seed: 0 })).toThrow(
    'trainingBatch: expected step to be an integer >= 0, got -1',
  );
  const augment = <T extends Uint8Array | Float32Array>(pixels: T) => pixels.subarray(1) as T;
  expect(() => trainingBatch(dataset, 0, { batchSize: 2, seed: 0, augment })).toThrow(
    'batch of arrays: expected 9 values from augment, got 8',
  );
});
