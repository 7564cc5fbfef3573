import { fromArrays } from './from-arrays';
import { holdOut, slice, subset } from './subset';

const ten = fromArrays({
  images: Uint8Array.from({ length: 20 }, (_, i) => i),
  labels: Uint8Array.from({ length: 10 }, (_, i) => i),
  shape: [2],
});

it('slices without copying', () => {
  const part = slice(ten, 2, 4);
  expect(Array.from(part.images)).toEqual([4, 5, 6, 7]);
  expect(Array.from(part.labels)).toEqual([2, 3]);
  expect(part.images.buffer).toBe(ten.images.buffer);
  expect(slice(ten, 8).count).toBe(2);
});

it('takes a subset in the order asked for', () => {
  const part = subset(ten, [3, 0, 3]);
  expect(Array.from(part.images)).toEqual([6, 7, 0, 1, 6, 7]);
  expect(Array.from(part.labels)).toEqual([3, 0, 3]);
  expect(part).toMatchObject({ count: 3, classes: 10, shape: [2] });
});

it('holds out disjoint examples, the same ones every time', () => {
  const { train, test } = holdOut(ten, 3);
  expect(train.count).toBe(7);
  expect([...train.labels, ...test.labels].sort()).toEqual(Array.from(ten.labels));
  for (const part of [train, test]) {
    part.labels.forEach((label, i) => {
      expect(Array.from(part.images.subarray(2 * i, 2 * i + 2))).toEqual([2 * label, 2 * label + 1]);
    });
  }
  expect(holdOut(ten, 3).test.labels).toEqual(test.labels);
  expect(holdOut(ten, 3, 1).test.labels).not.toEqual(test.labels);
});

it('says what is out of range', () => {
  expect(() => slice(ten, 4, 4)).toThrow('slice of arrays: expected 0 <= start < end <= 10, got 4..4');
  expect(() => slice(ten, 0, 11)).toThrow('got 0..11');
  expect(() => subset(ten, [10])).toThrow('subset of arrays: expected indices in 0..9, got 10 at position 0');
  expect(() => subset(ten, [])).toThrow('subset of arrays: expected at least one index, got none');
  expect(() => holdOut(ten, 10)).toThrow('holdOut of arrays: expected 0 < n < 10, got 10');
});
