import { dataError } from './data-error';
import type { Dataset } from './dataset';
import { fromArrays } from './from-arrays';
import { type RandomSource, seededRandom } from './random';

/** Options of `toy`. */
export type ToyOptions = {
  readonly seed?: number;
  /** Number of points. */
  readonly count?: number;
  /** How many of them are of class 1. */
  readonly positive?: number;
  /** Smallest l-infinity distance between any two points. */
  readonly separation?: number;
};

/**
 * The two-dimensional set of Gowal et al. 2019, section 4.3: 13 random points in `[0, 1]^2`, five of the
 * positive class, every two at least 0.08 apart in the l-infinity norm (there also epsilon in training and
 * testing). The paper does not publish its points; these are as it describes them, for each `seed`.
 * Points are drawn uniformly and kept when far enough from those before; the positive ones come last.
 * @throws DataError when the square has no room for that many points so far apart
 *
 * @example
 * ```ts
 * import { toy } from '@ibp/data';
 *
 * const { count, shape, classes } = toy({ seed: 1 });
 * console.log(count, shape, classes); // 13 [ 2 ] 2
 * ```
 */
export function toy(options: ToyOptions = {}): Dataset {
  const { seed = 0, count = 13, positive = 5, separation = 0.08 } = options;
  if (!(positive >= 0 && positive <= count)) {
    throw dataError('toy', `expected 0 <= positive <= ${count}, got ${positive}`);
  }
  const random = seededRandom(seed);
  const images = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) images.set(place(images.subarray(0, 2 * i), separation, random), 2 * i);
  const labels = Uint8Array.from({ length: count }, (_, i) => (i >= count - positive ? 1 : 0));
  return fromArrays({
    name: 'toy',
    images,
    labels,
    shape: [2],
    classes: 2,
    classNames: ['negative', 'positive'],
  });
}

const TRIES = 10_000;

function place(placed: Float32Array, separation: number, random: RandomSource): readonly [number, number] {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    // rounded first: the stored points are the ones whose distance counts
    const point = [Math.fround(random()), Math.fround(random())] as const;
    if (isFar(point, placed, separation)) return point;
  }
  throw dataError('toy', `no room for point ${placed.length / 2} at l-infinity distance ${separation}`);
}

function isFar([x, y]: readonly [number, number], placed: Float32Array, separation: number): boolean {
  for (let i = 0; i < placed.length; i += 2) {
    if (Math.max(Math.abs(x - placed[i]!), Math.abs(y - placed[i + 1]!)) < separation) return false;
  }
  return true;
}
