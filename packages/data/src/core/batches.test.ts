import { batches } from './batches';
import { fromArrays } from './from-arrays';

const five = fromArrays({ images: [0, 0.25, 0.5, 0.75, 1], labels: [0, 1, 0, 1, 0], shape: [1] });

it('goes through the data once, in order, with a short last batch', () => {
  const read = [...batches(five, 2)].map(({ x, labels, indices }) => [
    x.arraySync(),
    [...labels],
    [...indices],
  ]);
  expect(read).toEqual([
    [
      [[0], [0.25]],
      [0, 1],
      [0, 1],
    ],
    [
      [[0.5], [0.75]],
      [0, 1],
      [2, 3],
    ],
    [[[1]], [0], [4]],
  ]);
});

it('allows a batch larger than the dataset', () => {
  expect([...batches(five, 100)].map(({ labels }) => labels.length)).toEqual([5]);
});

it.each([0, -1, 1.5, Number.NaN])('refuses batch size %p', (batchSize) => {
  expect(() => batches(five, batchSize).next()).toThrow(
    `batches: expected a positive integer batchSize, got ${batchSize}`,
  );
});
