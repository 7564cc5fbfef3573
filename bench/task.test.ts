import { rowOf } from './task';
import { imagesOf } from './verification/task';

it('does as many images in a row whatever the batch, in at most a hundred steps', () => {
  expect(['small', 'medium', 'large'].map((model) => rowOf(model, 100))).toEqual([10, 3, 1]);
  expect(rowOf('medium', 50)).toBe(6);
  expect(['small', 'medium', 'large'].map((model) => rowOf(model, 1))).toEqual([100, 100, 100]);
  expect(rowOf('small', 4000)).toBe(1);
});

it('gives a call of verification no more images than asked for', () => {
  expect(imagesOf('ibp', { fewer: 1 })).toBe(128);
  expect(imagesOf('ibp', { fewer: 1, most: 1 })).toBe(1);
  expect(imagesOf('crown', { fewer: 16, most: 4 })).toBe(1);
});
