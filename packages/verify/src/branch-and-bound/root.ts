import { unlessUnsound } from '@ibp/layers';
import { adaptiveSlope } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import type { Place } from './domain';
import type { Problem } from './problem';

/** Whether the box is not empty and all bounds are finite. */
export function isSound({ bounds }: Problem): boolean {
  const zero = tf.zeros([1, 1]) as tf.Tensor2D;
  return unlessUnsound(bounds, zero).dataSync()[0] === 0;
}

/** The adaptive slopes of all open units. */
export function rootSlopes({ relus }: Problem): Float32Array[] {
  return tf.tidy(() =>
    relus.map(({ units, lower, upper }) => {
      const ends = {
        lower: tf.tensor2d(lower, [1, lower.length]),
        upper: tf.tensor2d(upper, [1, upper.length]),
      };
      const slopes = adaptiveSlope(ends, ends.lower).dataSync();
      return Float32Array.from(units, (unit) => slopes[unit]!);
    }),
  );
}

/** The greatest bound of any leaf; NaN where one has none. */
export function greatestBound(places: readonly Place[]): number {
  let greatest = Number.NEGATIVE_INFINITY;
  const waiting = [...places];
  while (waiting.length > 0) {
    const { split, domain } = waiting.pop()!;
    if (split?.active.domain && split.inactive.domain) waiting.push(split.active, split.inactive);
    else if (!domain || Number.isNaN(domain.bound)) return Number.NaN;
    else greatest = Math.max(greatest, domain.bound);
  }
  return places.length > 0 ? greatest : Number.NaN;
}
