import { type IntervalBounds, linfBall, type PerFeature, perFeatureTensor, scaledBy } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingPoint } from './loss';

/**
 * The ball around examples at a point of training, clipped to the valid inputs.
 *
 * @param times how many times the point's radius.
 */
export const ballAt = (
  x: tf.Tensor,
  { epsilon, scale = 1, range }: TrainingPoint,
  times = 1,
): IntervalBounds =>
  tf.tidy(() => linfBall(x, radiusOf(epsilon, scaledBy(scale, times), x.shape.slice(1)), range));

/** A number where it can be: a scalar is an input of a compiled step, and its scale a constant there. */
function radiusOf(epsilon: number | tf.Scalar, scale: PerFeature, units: number[]): PerFeature | tf.Tensor {
  if (typeof epsilon === 'number') return scaledBy(scale, epsilon);
  return scale === 1 ? epsilon : tf.mul(epsilon, perFeatureTensor(scale, units));
}
