import { dataError } from './data-error';
import { exampleSize, type Pixels } from './dataset';
import type { RandomSource } from './random';

/**
 * Changes one image on the host. Returns a new array of the same type and length (or the argument itself),
 * and leaves the argument as it was. All randomness comes from `random`.
 */
export type Augment = <T extends Pixels>(pixels: T, shape: readonly number[], random: RandomSource) => T;

/** Applies each in turn. */
export function compose(...augments: readonly Augment[]): Augment {
  return (pixels, shape, random) =>
    augments.reduce((image, augment) => augment(image, shape, random), pixels);
}

/**
 * Pads by `padding` zeros on every side and crops a random window of the original size: the usual
 * augmentation on CIFAR-10 with `padding` 4.
 */
export function padAndCrop(padding: number): Augment {
  checkNatural('padAndCrop', padding);
  return (pixels, shape, random) => shift(pixels, shape, offset(random, padding), offset(random, padding));
}

/** Moves the image by up to `max` pixels in each direction, filling with zeros: the same as pad and crop. */
export const translate = (max: number): Augment => padAndCrop(max);

/** Mirrors left and right with probability `probability`. */
export function randomFlip(probability = 0.5): Augment {
  return (pixels, shape, random) => (random() < probability ? mirror(pixels, shape) : pixels);
}

/** Uniform in `-max .. max`. */
const offset = (random: RandomSource, max: number): number => Math.floor(random() * (2 * max + 1)) - max;

function shift<T extends Pixels>(pixels: T, shape: readonly number[], down: number, right: number): T {
  const [height, width, channels] = imageShape(shape);
  const moved = zerosLike(pixels);
  const columns = width - Math.abs(right);
  if (columns <= 0) return moved;
  for (let row = Math.max(0, down); row < Math.min(height, height + down); row++) {
    const from = ((row - down) * width + Math.max(0, -right)) * channels;
    moved.set(
      pixels.subarray(from, from + columns * channels),
      (row * width + Math.max(0, right)) * channels,
    );
  }
  return moved;
}

function mirror<T extends Pixels>(pixels: T, shape: readonly number[]): T {
  const [height, width, channels] = imageShape(shape);
  const mirrored = zerosLike(pixels);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = (row * width + column) * channels;
      const to = (row * width + (width - 1 - column)) * channels;
      for (let channel = 0; channel < channels; channel++) mirrored[to + channel] = pixels[from + channel]!;
    }
  }
  return mirrored;
}

const zerosLike = <T extends Pixels>(pixels: T): T =>
  new (pixels.constructor as new (length: number) => T)(pixels.length);

function imageShape(shape: readonly number[]): [number, number, number] {
  if (shape.length !== 3)
    throw dataError('augment', `expected images [height, width, channels], got [${shape}]`);
  return [shape[0]!, shape[1]!, exampleSize(shape.slice(2))];
}

function checkNatural(where: string, value: number): void {
  if (!(Number.isInteger(value) && value >= 0)) {
    throw dataError(where, `expected an integer number of pixels >= 0, got ${value}`);
  }
}
