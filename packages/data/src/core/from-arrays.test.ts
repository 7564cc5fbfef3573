import { fromArrays } from './from-arrays';

const good = { images: Uint8Array.of(1, 2, 3, 4), labels: [0, 1], shape: [2] };

it('keeps typed arrays, stores numbers as float32, and counts classes', () => {
  const bytes = fromArrays(good);
  expect(bytes).toMatchObject({ count: 2, shape: [2], classes: 2, range: [0, 1], name: 'arrays' });
  expect(bytes.images).toBe(good.images);
  expect(bytes.labels).toEqual(Int32Array.of(0, 1));
  const floats = fromArrays({
    ...good,
    images: [-1, 0.1, 0.5, 1],
    range: [-1, 1],
    classNames: ['a', 'b', 'c'],
  });
  expect(floats.images).toEqual(Float32Array.of(-1, 0.1, 0.5, 1));
  expect(floats.classes).toBe(3);
});

it('makes plain bytes of a Buffer and of clamped bytes, in the same memory', () => {
  const buffer = Buffer.from([1, 2, 3, 4]);
  const { images, labels } = fromArrays({ ...good, images: buffer, labels: Buffer.from([0, 1]) });
  expect([images.constructor, labels.constructor]).toEqual([Uint8Array, Uint8Array]);
  expect(images.buffer).toBe(buffer.buffer);
  expect(fromArrays({ ...good, images: Uint8ClampedArray.of(1, 2, 3, 4) }).images).toEqual(good.images);
});

it('stores doubles as float32, and other integers as labels', () => {
  const { images, labels } = fromArrays({
    ...good,
    images: Float64Array.of(0, 0.1, 1, 0),
    labels: Int8Array.of(1, 0),
  });
  expect(images).toEqual(Float32Array.of(0, 0.1, 1, 0));
  expect(labels).toEqual(Int32Array.of(1, 0));
});

it('takes the bigints of an int64 array of NumPy', () => {
  const { labels, classes, images } = fromArrays({
    ...good,
    images: BigInt64Array.of(0n, 1n, 1n, 0n),
    labels: BigInt64Array.of(0n, 2n),
  });
  expect(labels).toEqual(Int32Array.of(0, 2));
  expect(images).toEqual(Float32Array.of(0, 1, 1, 0));
  expect(classes).toBe(3);
});

it('accepts floats at a bound that is not a float32', () => {
  expect(fromArrays({ images: [0.1, 0.2], labels: [0, 0], shape: [1], range: [0.1, 0.2] }).count).toBe(2);
});

it('takes a range for each value of an example, of which ends may be infinite', () => {
  const images = [40, -8000, 63, 1e9];
  const range = [
    [18, -Infinity],
    [99, Infinity],
  ] as const;
  expect(fromArrays({ ...good, images, range })).toMatchObject({ count: 2, range });
  const refused = (change: object) => () => fromArrays({ ...good, images, range, ...change });
  expect(refused({ images: [40, 0, 100, 0] })).toThrow(
    'expected values in [18, 99], got 100 at flat index 2',
  );
  expect(refused({ images: [40, Infinity, 63, 0] })).toThrow(
    'expected values in [-Infinity, Infinity], got Infinity at flat index 1',
  );
  expect(refused({ range: [[1, 2, 3], 9] })).toThrow('expected a range of one number or 2, got 3');
  expect(refused({ range: [0, [99, -1]] })).toThrow(
    'expected a range [low, high] with low < high, got [0, -1] for feature 1',
  );
});

it.each([
  [{ images: Uint8Array.of(1, 2, 3) }, 'expected 2 labels x shape [2] = 4 values, got 3'],
  [{ labels: [0, 2], classes: 2 }, 'expected labels in 0..1, got 2 at index 1'],
  [{ labels: [0, -1] }, 'expected labels in 0..0, got -1 at index 1'],
  [{ labels: [0, 2 ** 32] }, 'expected integer labels, got 4294967296 at index 1'],
  [
    { labels: BigInt64Array.of(0n, 2n ** 60n) },
    'expected integer labels, got 1152921504606846976 at index 1',
  ],
  [{ labels: ['0', '1'] as unknown as number[] }, 'expected integer labels, got 0 at index 0'],
  [{ labels: [0, 0.5] }, 'expected integer labels, got 0.5 at index 1'],
  [{ labels: [] }, 'expected at least one example, got none'],
  [{ images: [0, 1, Number.NaN, 0] }, 'expected values in [0, 1], got NaN at flat index 2'],
  [{ images: [0, 1, 0, 1.5] }, 'expected values in [0, 1], got 1.5 at flat index 3'],
  [
    { images: [0, Number.POSITIVE_INFINITY, 0, 0] },
    'expected values in [0, 1], got Infinity at flat index 1',
  ],
  [{ range: [1, 0] as const }, 'expected a range [low, high] with low < high, got [1, 0]'],
  [{ range: [-1, 1] as const }, 'expected range [0, 1] for bytes, got [-1, 1]'],
  [{ shape: [2, 0] }, 'expected a shape of positive integers, got [2,0]'],
  [{ shape: [] }, 'expected a shape of positive integers, got []'],
  [{ classNames: ['a', 'b'], classes: 3 }, 'expected 3 class names, got 2'],
])('refuses %j', (change, message) => {
  expect(() => fromArrays({ ...good, ...change })).toThrow(
    expect.objectContaining({ name: 'DataError', message: `arrays: ${message}` }),
  );
});
