import { fromArrays } from '../core/from-arrays';
import { sharedDataset } from './shared-dataset';

it.each([Uint8Array, Float32Array])('has the same images (%p) in memory that threads share', (Type) => {
  const images = Type.from([0, 1, 1, 0]);
  const dataset = fromArrays({ images, labels: [0, 1], shape: [2] });
  const shared = sharedDataset(dataset);
  expect(Object.prototype.toString.call(shared.images.buffer)).toBe('[object SharedArrayBuffer]');
  expect([...shared.images]).toEqual([...images]);
  expect(shared).toEqual({ ...dataset, images: shared.images });
  expect(sharedDataset(shared)).toBe(shared);
});
