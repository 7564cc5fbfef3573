import { assertEpsilon } from '@ibp/bounds';
import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingPoint } from '../loss';

/**
 * `weight * (1 - epsilon / epsilonEnd)`: a weight for the ramp alone (Shi et al. 2021). 0 also before it, at epsilon 0
 * or while kappa is 1, where there are no bounds to look at.
 *
 * @throws when epsilonEnd is not above 0.
 */
export function fading(weight: number, epsilonEnd: number): (at: TrainingPoint) => number | tf.Scalar {
  assertEpsilon('fading', epsilonEnd, [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  if (epsilonEnd === 0) fail('fading', 'expected epsilonEnd > 0, got 0');
  return ({ epsilon, kappa }) => {
    if (kappa === 1) return 0;
    if (typeof epsilon === 'number') return epsilon > 0 ? weight * Math.max(1 - epsilon / epsilonEnd, 0) : 0;
    const left = tf.maximum(tf.sub(1, tf.div(epsilon, epsilonEnd)), 0);
    return tf.mul(tf.mul(left, weight), tf.step(epsilon)) as tf.Scalar;
  };
}
