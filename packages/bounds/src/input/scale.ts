import { fail, type Shape } from '@ibp/core';
import type * as tf from '@tensorflow/tfjs-core';
import { forFeature, isPerFeature, ofFeature, type PerFeature, readPerFeature } from './per-feature';

/**
 * How far each feature is moved at radius 1, on the host: epsilon is then `radius * scale`, one number that grows for all.
 *
 * @param units the shape of one input.
 * @throws when a number is negative or not finite, all are 0, or there are not as many as features.
 */
export async function readScale(
  where: string,
  scale: PerFeature | tf.Tensor,
  units: Shape,
): Promise<number | Float64Array> {
  const read = await readPerFeature(where, 'scale', scale, units);
  let greatest = 0;
  for (let i = 0; i < (isPerFeature(read) ? read.length : 1); i++) {
    const own = ofFeature(read, i);
    if (!(own >= 0 && own < Number.POSITIVE_INFINITY)) {
      fail(where, `expected a finite scale >= 0, got ${own}${forFeature(read, i)}`);
    }
    greatest = Math.max(greatest, own);
  }
  if (greatest === 0) fail(where, 'expected a scale above 0 for one feature at least, got 0');
  return read;
}

/** `radius * scale`. */
export const scaledBy = (scale: PerFeature, radius: number): number | Float64Array =>
  isPerFeature(scale) ? Float64Array.from(scale, (own) => own * radius) : scale * radius;
