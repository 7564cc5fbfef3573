import { compose, padAndCrop, randomFlip, translate } from './augment';
import { seededRandom } from './random';

const shape = [2, 3, 2];
const image = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
/** Gives these numbers in turn. */
const fixed =
  (...values: number[]) =>
  () =>
    values.shift()!;

it('mirrors left and right, pixels with their channels', () => {
  const flipped = Uint8Array.of(5, 6, 3, 4, 1, 2, 11, 12, 9, 10, 7, 8);
  expect(randomFlip()(image, shape, fixed(0.49))).toEqual(flipped);
  expect(randomFlip()(image, shape, fixed(0.5))).toEqual(image);
  expect(randomFlip()(Float32Array.from(image), shape, fixed(0))).toEqual(Float32Array.from(flipped));
});

it.each([
  [0, 0, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 3],
  [0, 0.5, [7, 8, 9, 10, 11, 12, 0, 0, 0, 0, 0, 0], 1],
  [0.99, 0.5, [0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6], 1],
  [0.5, 0, [3, 4, 5, 6, 0, 0, 9, 10, 11, 12, 0, 0], 1],
  [0.5, 0.99, [0, 0, 1, 2, 3, 4, 0, 0, 7, 8, 9, 10], 1],
  [0.5, 0.5, [...image], 1],
])('draws %p and %p to move down and right', (down, right, expected, padding) => {
  expect([...padAndCrop(padding)(image, shape, fixed(down, right))]).toEqual(expected);
  expect([...translate(padding)(image, shape, fixed(down, right))]).toEqual(expected);
});

it('agrees with padding and cropping done the long way', () => {
  const [padding, height, width, channels] = [2, 5, 4, 3];
  const pixels = Uint8Array.from({ length: height * width * channels }, (_, i) => i + 1);
  for (let seed = 0; seed < 50; seed++) {
    const random = seededRandom(seed);
    const [top, left] = [random(), random()].map((u) => 2 * padding - Math.floor(u * (2 * padding + 1)));
    const at = (row: number, column: number, channel: number) =>
      row < 0 || row >= height || column < 0 || column >= width
        ? 0
        : pixels[(row * width + column) * channels + channel];
    const expected = Array.from(pixels, (_, i) =>
      at(
        Math.floor(i / channels / width) + top! - padding,
        (Math.floor(i / channels) % width) + left! - padding,
        i % channels,
      ),
    );
    expect([...padAndCrop(padding)(pixels, [height, width, channels], seededRandom(seed))]).toEqual(expected);
  }
});

it('composes from left to right without touching the argument', () => {
  const copy = image.slice();
  const both = compose(padAndCrop(1), randomFlip())(image, shape, fixed(0.5, 0, 0));
  expect([...both]).toEqual([0, 0, 5, 6, 3, 4, 0, 0, 11, 12, 9, 10]);
  expect(image).toEqual(copy);
});

it('says what is wrong', () => {
  expect(() => padAndCrop(-1)).toThrow('padAndCrop: expected an integer number of pixels >= 0, got -1');
  expect(() => randomFlip()(image, [12], fixed(0))).toThrow(
    'augment: expected images [height, width, channels], got [12]',
  );
});
